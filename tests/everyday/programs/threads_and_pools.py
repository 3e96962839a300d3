import threading, queue, time, concurrent.futures as cf
from concurrent.futures import ThreadPoolExecutor, as_completed, wait, FIRST_COMPLETED, ProcessPoolExecutor

# fan out with a lock
lock = threading.Lock(); total = 0
def add(n):
    global total
    for _ in range(n):
        with lock: total += 1
ts = [threading.Thread(target=add, args=(i * 10,)) for i in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(total, [t.is_alive() for t in ts], ts[0].name)

# worker pool with sentinel
q = queue.Queue(); out = queue.Queue()
def worker():
    while True:
        item = q.get()
        if item is None: break
        out.put(item * item); q.task_done()
ws = [threading.Thread(target=worker) for _ in range(3)]
for w in ws: w.start()
for i in range(10): q.put(i)
for _ in ws: q.put(None)
for w in ws: w.join()
print(sorted(out.get() for _ in range(out.qsize())))

# daemon workers
q2 = queue.Queue(); seen = []
def forever():
    while True:
        item = q2.get()
        try: seen.append(item)
        finally: q2.task_done()
for _ in range(3): threading.Thread(target=forever, daemon=True).start()
for i in range(5): q2.put(i)
q2.join()
print(sorted(seen))

# producer/consumer, main consumes
q3 = queue.Queue()
def produce():
    for i in range(5): q3.put(i)
    q3.put(None)
threading.Thread(target=produce).start()
print(list(iter(q3.get, None)))

# spinner
stop = threading.Event(); ticks = []
def spin():
    while not stop.is_set():
        ticks.append(1); stop.wait(0.01)
s = threading.Thread(target=spin); s.start(); time.sleep(0.05); stop.set(); s.join()
print("spun")

class Worker(threading.Thread):
    def __init__(self, n):
        super().__init__(name=f"w{n}", daemon=True)
        self.n = n; self._result = None
    def run(self):
        self._result = self.n ** 2
    def result(self):
        self.join(); return self._result
w = Worker(7); w.start(); print(w.result(), w.name, w.daemon)

with ThreadPoolExecutor(max_workers=4) as ex:
    fs = {ex.submit(pow, i, 2): i for i in range(5)}
    print(sorted((fs[f], f.result()) for f in as_completed(fs)))
    print(list(ex.map(lambda x: x + 1, range(5))))
    def bad(): raise ValueError("no")
    f = ex.submit(bad)
    try: f.result()
    except ValueError as e: print("caught", e, type(f.exception()).__name__, f.done())
    done, pend = wait([ex.submit(len, "abc")], timeout=5)
    print(len(done), len(pend), done.pop().result())
try: ex.submit(len, "")
except RuntimeError as e: print(e)
ctx = threading.local(); ctx.v = "main"
def setl(): ctx.v = "thread"
t = threading.Thread(target=setl); t.start(); t.join(); print(ctx.v, threading.current_thread().name, threading.current_thread() is threading.main_thread())
def boom(): raise KeyError("x")
e = threading.Event()
def later(): e.set()
tm = threading.Timer(0.01, later); tm.start(); print(e.wait(2))
tm = threading.Timer(100, boom); tm.start(); tm.cancel(); tm.join()
b = threading.Barrier(3); got = []
def party(i): b.wait(); got.append(i)
ps = [threading.Thread(target=party, args=(i,)) for i in range(3)]
[p.start() for p in ps]; [p.join() for p in ps]; print(sorted(got))
sem = threading.Semaphore(2)
with sem: print("sem")
cond = threading.Condition(); items = []
def consumer():
    with cond:
        while not items: cond.wait()
        print("got", items.pop())
def producer():
    with cond: items.append(1); cond.notify()
c = threading.Thread(target=consumer); p = threading.Thread(target=producer); c.start(); p.start(); c.join(); p.join()
r = threading.RLock()
with r:
    with r: print("rlock")
print(threading.active_count() >= 1)
import asyncio
async def main():
    print(await asyncio.gather(*(asyncio.to_thread(pow, i, 3) for i in range(3))))
    print(await asyncio.get_running_loop().run_in_executor(None, len, "four"))
asyncio.run(main())
threading.Thread(target=lambda: print("at the end")).start()
