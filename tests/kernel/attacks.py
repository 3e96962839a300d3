"""What native code in a sealed worker may try, as a table: each entry must end the worker, or get an errno.

`raw(name, ...)` is a system call that returns minus its errno. The file PLACE is one that the test made; nothing may
come of it.
"""

import errno
import os
from dataclasses import dataclass

PLACE = f"/tmp/rexpy-breach-{os.getpid()}"


@dataclass(frozen=True, slots=True)
class Attack:
    """*code* must end with a violation by *call* (a name or number), or, with *refused*, say minus that errno."""

    name: str
    code: str
    call: str | int
    refused: int | None = None
    architecture: str | None = None


def _raw(call: str, *arguments: str) -> Attack:
    return Attack(call, f"raw({', '.join([repr(call), *arguments])})", call)


def _call(name: str, call: str, code: str) -> Attack:
    return Attack(name, code, call)


def _refused(name: str, number: int, code: str) -> Attack:
    return Attack(name, f"say({code})", name, refused=number)


_PATH = "b'/etc/passwd'"
_NEW = repr(PLACE.encode())
_BUFFER = "ctypes.create_string_buffer(4096)"

FILES = (
    _call("open of Python", "openat", f"open({_PATH})"),
    _call("listdir of Python", "openat", "os.listdir('/')"),
    _call("stat of Python", "newfstatat", f"os.stat({_PATH})"),
    _raw("open", _PATH, "0"),
    _raw("openat", "-100", _PATH, "0"),
    _raw("openat", "-100", _NEW, "0o101", "0o600"),
    _raw("openat2", "-100", _PATH, _BUFFER, "24"),
    _raw("creat", _NEW, "0o600"),
    _raw("stat", _PATH, _BUFFER),
    _raw("lstat", _PATH, _BUFFER),
    _raw("newfstatat", "-100", _PATH, _BUFFER, "0"),
    _raw("statx", "-100", _PATH, "0", "0xfff", _BUFFER),
    _raw("statfs", _PATH, _BUFFER),
    _raw("access", _PATH, "4"),
    _raw("faccessat", "-100", _PATH, "4"),
    _raw("faccessat2", "-100", _PATH, "4", "0"),
    _raw("readlinkat", "-100", "b'/proc/self/exe'", _BUFFER, "4096"),
    _raw("getdents64", "0", _BUFFER, "4096"),
    _raw("chdir", "b'/'"),
    _raw("mkdirat", "-100", _NEW, "0o700"),
    _raw("mknodat", "-100", _NEW, "0o10600", "0"),
    _raw("unlinkat", "-100", _NEW, "0"),
    _raw("renameat2", "-100", _NEW, "-100", _PATH, "0"),
    _raw("linkat", "-100", _PATH, "-100", _NEW, "0"),
    _raw("symlinkat", _PATH, "-100", _NEW),
    _raw("fchmodat", "-100", _NEW, "0o777"),
    _raw("fchownat", "-100", _NEW, "0", "0", "0"),
    _raw("utimensat", "-100", _NEW, "0", "0"),
    _raw("truncate", _NEW, "0"),
    _raw("setxattr", _NEW, "b'user.x'", "b'x'", "1", "0"),
    _raw("name_to_handle_at", "-100", _PATH, _BUFFER, _BUFFER, "0"),
    _raw("open_by_handle_at", "0", _BUFFER, "0"),
    _raw("inotify_init1", "0"),
    _raw("fanotify_init", "0", "0"),
    _raw("umask", "0"),
)

MOUNTS = (
    _raw("mount", "b'none'", "b'/'", "b'tmpfs'", "0", "0"),
    _raw("umount2", "b'/'", "2"),
    _raw("pivot_root", "b'.'", "b'.'"),
    _raw("chroot", "b'/'"),
    _raw("fsopen", "b'tmpfs'", "0"),
    _raw("fsmount", "0", "0", "0"),
    _raw("open_tree", "-100", "b'/'", "0"),
    _raw("move_mount", "-100", "b'/'", "-100", "b'/'", "0"),
    _raw("mount_setattr", "-100", "b'/'", "0", _BUFFER, "32"),
    _raw("unshare", "0x10000000"),
    _raw("unshare", "0x20000"),
    _raw("setns", "0", "0"),
)

NETWORK = (
    _call("TCP socket of Python", "socket", "socket.socket()"),
    _raw("socket", "2", "1", "0"),
    _raw("socket", "2", "2", "0"),
    _raw("socket", "1", "1", "0"),
    _raw("socket", "16", "3", "0"),
    _raw("socketpair", "1", "1", "0", _BUFFER),
    _raw("connect", "3", "b'\\x01\\x00\\x00abstract'", "11"),
    _raw("bind", "3", "b'\\x01\\x00'", "2"),
    _raw("listen", "3", "1"),
    _raw("accept4", "3", "0", "0", "0"),
    _raw("getsockopt", "3", "1", "17", _BUFFER, _BUFFER),
    _raw("setsockopt", "3", "1", "8", _BUFFER, "4"),
    _raw("shutdown", "3", "2"),
    _raw("recvmsg", "3", _BUFFER, "0"),
    _raw("sendmmsg", "3", _BUFFER, "1", "0"),
    _raw("recvmmsg", "3", _BUFFER, "1", "0", "0"),
    _call(
        "descriptors to the broker",
        "sendmsg",
        "wire.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, (1).to_bytes(4, 'little'))])",
    ),
    _raw("sendmsg", "4", _BUFFER, "1"),
    _call("out-of-band data", "sendto", "wire.send(b'x', socket.MSG_OOB)"),
    _call("out-of-band receive", "recvfrom", "wire.recv(1, socket.MSG_OOB)"),
    _call("datagram to an address", "sendto", "raw('sendto', 3, b'x', 1, 0, b'\\x01\\x00\\x00name', 7)"),
    _call("write to the closed control channel", "write", "os.write(4, b'x')"),
    _call("send on the closed control channel", "sendto", "raw('sendto', 4, b'x', 1, 0, 0, 0)"),
    _call("write to the listener's number", "write", "os.write(5, b'x')"),
    _call("read from another descriptor", "read", "os.read(7, 1)"),
    _call("writev to another descriptor", "writev", "os.writev(6, [b'x'])"),
    _raw("pwrite64", "3", "b'x'", "1", "0"),
    _raw("sendfile", "3", "0", "0", "1"),
    _raw("splice", "0", "0", "3", "0", "1", "0"),
    _raw("vmsplice", "3", _BUFFER, "1", "0"),
    _raw("tee", "0", "3", "1", "0"),
)

PROCESSES = (
    _call("fork of Python", "clone", "os.fork()"),
    _call("a thread", "clone3", "threading.Thread(target=int).start()"),
    _call("clone into a user namespace", "clone", "raw('clone', 0x10000000 | 17, 0, 0, 0, 0)"),
    _raw("vfork"),
    _raw("fork"),
    _raw("clone3", _BUFFER, "88"),
    _raw("execve", "b'/bin/sh'", "0", "0"),
    _raw("execveat", "-100", "b'/bin/sh'", "0", "0", "0"),
    _raw("kill", "os.getpid()", "0"),
    _raw("kill", "-1", "9"),
    _raw("kill", "1", "15"),
    _raw("tkill", "os.getpid()", "15"),
    _call("tgkill another", "tgkill", "raw('tgkill', os.getpid() + 1, os.getpid() + 1, 6)"),
    _call("tgkill itself with SIGSEGV", "tgkill", "raw('tgkill', os.getpid(), os.getpid(), 11)"),
    _raw("rt_sigqueueinfo", "1", "15", _BUFFER),
    _raw("rt_tgsigqueueinfo", "1", "1", "15", _BUFFER),
    _raw("pidfd_send_signal", "0", "9", "0", "0"),
    _raw("pidfd_open", "1", "0"),
    _raw("pidfd_getfd", "0", "0", "0"),
    _raw("ptrace", "0", "0", "0", "0"),
    _raw("ptrace", "16", "1", "0", "0"),
    _raw("process_vm_readv", "1", _BUFFER, "1", _BUFFER, "1", "0"),
    _raw("process_vm_writev", "1", _BUFFER, "1", _BUFFER, "1", "0"),
    _raw("process_madvise", "0", _BUFFER, "1", "4", "0"),
    _raw("process_mrelease", "0", "0"),
    _raw("kcmp", "1", "1", "0", "0", "0"),
    _raw("wait4", "-1", "0", "0", "0"),
    _raw("setsid"),
    _raw("setpgid", "0", "0"),
    _raw("get_robust_list", "0", _BUFFER, _BUFFER),
    _raw("set_robust_list", _BUFFER, "24"),
    _raw("rseq", _BUFFER, "32", "0", "0"),
    _raw("sched_setaffinity", "0", "8", _BUFFER),
    _raw("sched_setscheduler", "0", "1", _BUFFER),
    _raw("setpriority", "0", "0", "-5"),
    _raw("ioprio_set", "1", "0", "0"),
    _call("a priority-inheritance futex", "futex", "raw('futex', ctypes.create_string_buffer(8), 6, 0, 0, 0, 0)"),
)

MEMORY = (
    _call("an executable page", "mmap", "mmap.mmap(-1, 4096, prot=7)"),
    _call("a mapped file", "mmap", "raw('mmap', 0, 4096, 1, 2, 0, 0)"),
    _call("a mapped executable file", "mmap", "raw('mmap', 0, 4096, 5, 2, 3, 0)"),
    _call("anonymous, but with a descriptor", "mmap", "raw('mmap', 0, 4096, 1, 0x22, 3, 0)"),
    _call("a stack that grows", "mmap", "raw('mmap', 0, 4096, 3, 0x122, -1, 0)"),
    _call("protection in the high word", "mmap", "raw('mmap', 0, 4096, (1 << 32) | 3, 0x22, -1, 0)"),
    _call("a page made executable", "mprotect", "raw('mprotect', raw('mmap', 0, 4096, 3, 0x22, -1, 0), 4096, 5)"),
    _raw("pkey_mprotect", "0", "4096", "5", "-1"),
    _raw("remap_file_pages", "0", "4096", "0", "0", "0"),
    _raw("memfd_create", "b'x'", "0"),
    _raw("memfd_secret", "0"),
    _raw("shmget", "0", "4096", "0o1600"),
    _raw("shmat", "0", "0", "0"),
    _raw("userfaultfd", "0"),
    _raw("mlock", "0", "4096"),
    _raw("mbind", "0", "0", "0", "0", "0", "0"),
    _raw("move_pages", "1", "0", "0", "0", "0", "0"),
    _raw("modify_ldt", "1", _BUFFER, "16"),
    _raw("arch_prctl", "0x1002", "0"),
    _raw("personality", "0x0400000"),
)

KERNEL = (
    _raw("io_uring_setup", "8", _BUFFER),
    _raw("io_uring_enter", "0", "1", "0", "0", "0", "0"),
    _raw("io_uring_register", "0", "0", "0", "0"),
    _raw("io_setup", "1", _BUFFER),
    _raw("bpf", "0", _BUFFER, "64"),
    _raw("perf_event_open", _BUFFER, "0", "-1", "-1", "0"),
    _raw("keyctl", "0", "-1", "0", "0", "0"),
    _raw("keyctl", "18", "0", "0", "0", "0"),
    _raw("add_key", "b'user'", "b'x'", "b'x'", "1", "-2"),
    _raw("request_key", "b'user'", "b'x'", "0", "0"),
    _raw("seccomp", "1", "0", _BUFFER),
    _raw("seccomp", "2", "0", _BUFFER),
    *(
        _call(f"prctl {name}", "prctl", f"raw('prctl', {option}, {value}, 0, 0, 0)")
        for name, option, value in (
            ("set seccomp", 22, 2),
            ("set dumpable", 4, 1),
            ("set ptracer", 0x59616D61, -1),
            ("set mm", 35, 1),
            ("set parent death signal", 1, 0),
            ("set name", 15, 0),
            ("set no new privs", 38, 0),
            ("child subreaper", 36, 1),
            ("raise ambient capability", 47, 2),
            ("syscall user dispatch", 59, 1),
        )
    ),
    _call("raise a limit", "prlimit64", "raw('prlimit64', 0, 7, (2**63).to_bytes(8, 'little') * 2, 0)"),
    _call("the limits of another", "prlimit64", "raw('prlimit64', 1 if os.getpid() != 1 else 2, 7, 0, 0)"),
    _raw("setrlimit", "7", _BUFFER),
    _raw("setuid", "0"),
    _raw("setresuid", "0", "0", "0"),
    _raw("setgroups", "0", "0"),
    _raw("capset", _BUFFER, _BUFFER),
    _raw("capget", _BUFFER, _BUFFER),
    _raw("landlock_create_ruleset", "0", "0", "1"),
    _raw("init_module", "0", "0", "0"),
    _raw("kexec_load", "0", "0", "0", "0"),
    _raw("reboot", "0", "0", "0", "0"),
    _raw("syslog", "3", _BUFFER, "4096"),
    _raw("swapon", "b'/x'", "0"),
    _raw("sethostname", "b'x'", "1"),
    _raw("clock_settime", "0", _BUFFER),
    _raw("clock_adjtime", "0", _BUFFER),
    _raw("ioperm", "0", "1", "1"),
    _raw("iopl", "3"),
    _raw("quotactl", "0", "0", "0", "0"),
    _raw("timer_create", "0", _BUFFER, _BUFFER),
    _raw("setitimer", "1", _BUFFER, "0"),
    _raw("mq_open", "b'x'", "0o100", "0o600", "0"),
    _raw("semget", "0", "1", "0o1600"),
    _raw("msgget", "0", "0o1600"),
    _raw("lsm_list_modules", _BUFFER, _BUFFER, "0"),
    Attack("a number past the table", "raw(4000)", 4000),
)

DESCRIPTORS = (
    _raw("dup", "3"),
    _raw("dup2", "3", "5"),
    _raw("dup3", "3", "5", "0"),
    _raw("pipe2", _BUFFER, "0"),
    _raw("eventfd2", "0", "0"),
    _raw("epoll_create1", "0"),
    _raw("signalfd4", "-1", _BUFFER, "8", "0"),
    _raw("timerfd_create", "0", "0"),
    _raw("close_range", "0", "-1", "0"),
    _raw("flock", "3", "2"),
)

# Asked by CPython or libc without harm in mind: answered with an error, never run.
PROBES = (
    _refused("write", errno.EBADF, "raw('write', 1, b'x', 1)"),
    _refused("read", errno.EBADF, "raw('read', 0, ctypes.create_string_buffer(8), 1)"),
    _refused("ioctl", errno.ENOTTY, "raw('ioctl', 0, 0x5412, b'x')"),
    _refused("fcntl", errno.EBADF, "raw('fcntl', 3, 0, 10)"),
    _refused("fstat", errno.EBADF, "raw('fstat', 3, ctypes.create_string_buffer(512))"),
    _refused("lseek", errno.ESPIPE, "raw('lseek', 0, 0, 0)"),
    _refused("newfstatat", errno.EBADF, "raw('newfstatat', -100, b'/', ctypes.create_string_buffer(512), 0x1000)"),
    _refused("getppid", errno.EPERM, "raw('getppid')"),
    _refused("getuid", errno.EPERM, "raw('getuid')"),
    _refused("uname", errno.EPERM, "raw('uname', ctypes.create_string_buffer(512))"),
    _refused("sysinfo", errno.EPERM, "raw('sysinfo', ctypes.create_string_buffer(512))"),
    _refused("getcwd", errno.EPERM, "raw('getcwd', ctypes.create_string_buffer(512), 512)"),
    _refused("sched_getaffinity", errno.EPERM, "raw('sched_getaffinity', 0, 8, ctypes.create_string_buffer(8))"),
    _refused("madvise", errno.EINVAL, "raw('madvise', 0, 4096, 100)"),
    _refused("clock_gettime", errno.EINVAL, "raw('clock_gettime', -10, ctypes.create_string_buffer(16))"),
    _refused("prctl", errno.EINVAL, "raw('prctl', 0x53564d41, 0, 0, 0, 0)"),
)

FOREIGN = (
    Attack("x32 openat", "raw(0x40000000 | 257, -100, b'/etc/passwd', 0)", 0x40000000 | 257, architecture="x32"),
    Attack("x32 execve", "raw(0x40000000 | 520, b'/bin/sh', 0, 0)", 0x40000000 | 520, architecture="x32"),
)

ENDING = (*FILES, *MOUNTS, *NETWORK, *PROCESSES, *MEMORY, *KERNEL, *DESCRIPTORS)
