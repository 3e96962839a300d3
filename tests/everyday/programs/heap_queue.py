import heapq, bisect, queue
h = []
for pr, t in [(3, "c"), (1, "a"), (2, "b")]: heapq.heappush(h, (pr, t))
print(heapq.heappop(h), heapq.nlargest(2, [5, 1, 9]), heapq.nsmallest(1, h), list(heapq.merge([1, 4], [2, 3])))
l = [1, 3, 5]; bisect.insort(l, 4); print(l, bisect.bisect_left(l, 3), bisect.bisect(l, 3))
q = queue.PriorityQueue(); q.put((2, "x")); q.put((1, "y")); print(q.get(), q.qsize(), q.empty())
q = queue.Queue(maxsize=1); q.put(1)
try: q.put_nowait(2)
except queue.Full: print("full")
print(q.get_nowait())
