"""The names that scripts may use of the modules that touch the system, or speak of it. Data only."""

from __future__ import annotations

from typing import Final

NAMES: Final = {
    "cmd": "Cmd",
    "concurrent": "",
    "concurrent.futures": (
        "ALL_COMPLETED BrokenExecutor CancelledError Executor FIRST_COMPLETED FIRST_EXCEPTION Future "
        "InvalidStateError ProcessPoolExecutor ThreadPoolExecutor TimeoutError as_completed wait"
    ),
    "errno": "*",
    "logging.config": "dictConfig fileConfig listen",
    "stat": "*",
    "glob": "escape glob iglob translate",
    "pathlib": "Path PosixPath PurePath PurePosixPath PureWindowsPath UnsupportedOperation WindowsPath",
    "posixpath": (
        "abspath altsep basename commonpath commonprefix curdir defpath devnull dirname exists expanduser "
        "expandvars extsep getatime getctime getmtime getsize isabs isdevdrive isdir isfile isjunction "
        "islink ismount isreserved join lexists normcase normpath pardir pathsep realpath relpath samefile "
        "sameopenfile samestat sep split splitdrive splitext splitroot supports_unicode_filenames"
    ),
    "shutil": (
        "Error ExecError ReadError RegistryError SameFileError SpecialFileError chown copy copy2 copyfile "
        "copyfileobj copymode copystat copytree disk_usage get_archive_formats get_terminal_size "
        "get_unpack_formats ignore_patterns make_archive move register_archive_format register_unpack_format "
        "rmtree unpack_archive unregister_archive_format unregister_unpack_format which"
    ),
    "tempfile": (
        "NamedTemporaryFile SpooledTemporaryFile TMP_MAX TemporaryDirectory TemporaryFile gettempdir "
        "gettempdirb gettempprefix gettempprefixb mkdtemp mkstemp mktemp tempdir"
    ),
    "io": (
        "BlockingIOError BufferedIOBase BufferedRandom BufferedReader BufferedWriter BytesIO "
        "DEFAULT_BUFFER_SIZE IOBase IncrementalNewlineDecoder RawIOBase SEEK_CUR SEEK_END SEEK_SET StringIO "
        "TextIOBase TextIOWrapper UnsupportedOperation open text_encoding"
    ),
    "codecs": (
        "BOM BOM_BE BOM_LE BOM_UTF16 BOM_UTF16_BE BOM_UTF16_LE BOM_UTF32 BOM_UTF32_BE BOM_UTF32_LE BOM_UTF8 "
        "decode encode getdecoder getencoder getincrementaldecoder getincrementalencoder iterdecode "
        "iterencode lookup open"
    ),
    "socket": "*",
    "threading": (
        "Barrier BoundedSemaphore BrokenBarrierError Condition Event Lock RLock Semaphore TIMEOUT_MAX Thread "
        "ThreadError Timer active_count current_thread enumerate get_ident get_native_id local main_thread "
        "stack_size"
    ),
    "time": (
        "CLOCK_BOOTTIME CLOCK_MONOTONIC CLOCK_MONOTONIC_RAW CLOCK_PROCESS_CPUTIME_ID CLOCK_REALTIME "
        "CLOCK_THREAD_CPUTIME_ID altzone asctime clock_getres clock_gettime clock_gettime_ns ctime daylight "
        "get_clock_info gmtime localtime mktime monotonic monotonic_ns perf_counter perf_counter_ns "
        "process_time process_time_ns sleep strftime strptime struct_time thread_time thread_time_ns time "
        "time_ns timezone tzname"
    ),
    "logging": (
        "BASIC_FORMAT BufferingFormatter CRITICAL DEBUG ERROR FATAL FileHandler Filter Formatter Handler "
        "INFO LogRecord Logger LoggerAdapter NOTSET NullHandler StreamHandler WARN WARNING addLevelName "
        "basicConfig captureWarnings critical debug disable error exception fatal getHandlerByName "
        "getHandlerNames getLevelName getLevelNamesMapping getLogRecordFactory getLogger getLoggerClass "
        "info lastResort log makeLogRecord raiseExceptions setLogRecordFactory setLoggerClass shutdown warn "
        "warning"
    ),
    "logging.handlers": (
        "BaseRotatingHandler BufferingHandler MemoryHandler RotatingFileHandler TimedRotatingFileHandler "
        "WatchedFileHandler"
    ),
    "argparse": (
        "Action ArgumentDefaultsHelpFormatter ArgumentError ArgumentParser ArgumentTypeError "
        "BooleanOptionalAction FileType HelpFormatter MetavarTypeHelpFormatter Namespace ONE_OR_MORE "
        "OPTIONAL PARSER REMAINDER RawDescriptionHelpFormatter RawTextHelpFormatter SUPPRESS ZERO_OR_MORE"
    ),
    "fileinput": (
        "FileInput close filelineno filename fileno hook_compressed hook_encoded input isfirstline isstdin "
        "lineno nextfile"
    ),
    "filecmp": "DEFAULT_IGNORES clear_cache cmp cmpfiles dircmp",
    "linecache": "checkcache clearcache getline getlines",
    "mimetypes": (
        "MimeTypes add_type common_types encodings_map guess_all_extensions guess_extension guess_file_type "
        "guess_type init suffix_map types_map"
    ),
    "locale": (
        "CHAR_MAX Error LC_ALL LC_COLLATE LC_CTYPE LC_MESSAGES LC_MONETARY LC_NUMERIC LC_TIME atof atoi "
        "currency format_string getencoding getlocale getpreferredencoding localeconv normalize setlocale "
        "str strcoll strxfrm"
    ),
    "platform": (
        "architecture freedesktop_os_release machine node platform processor python_branch python_build "
        "python_compiler python_implementation python_revision python_version python_version_tuple release "
        "system uname uname_result version"
    ),
    "signal": "*",
    "atexit": "",
    # Not: what lists objects; it would list the worker's.
    "gc": "collect disable enable get_count get_threshold isenabled set_threshold",
    "unittest.mock": (
        "ANY AsyncMock DEFAULT MagicMock Mock NonCallableMagicMock NonCallableMock PropertyMock call "
        "create_autospec mock_open patch seal sentinel"
    ),
    "warnings": "catch_warnings filterwarnings formatwarning resetwarnings showwarning simplefilter warn",
    "traceback": (
        "format_exc format_exception format_exception_only format_stack print_exc print_exception print_stack"
    ),
    "asyncio": (
        "ALL_COMPLETED AbstractEventLoop Barrier BoundedSemaphore BrokenBarrierError CancelledError Condition "
        "Event FIRST_COMPLETED FIRST_EXCEPTION Future Handle InvalidStateError LifoQueue Lock PriorityQueue "
        "Queue QueueEmpty QueueFull QueueShutDown Runner Semaphore Task TaskGroup Timeout TimeoutError "
        "TimerHandle all_tasks as_completed create_subprocess_exec create_subprocess_shell create_task "
        "current_task ensure_future gather get_event_loop get_running_loop iscoroutine iscoroutinefunction "
        "isfuture new_event_loop open_connection open_unix_connection run run_coroutine_threadsafe "
        "set_event_loop shield sleep start_server start_unix_server timeout timeout_at to_thread wait "
        "wait_for"
    ),
    "contextvars": "Context ContextVar Token copy_context",
    "getopt": "GetoptError error getopt gnu_getopt",
    "getpass": "GetPassWarning getpass getuser",
    "grp": "getgrall getgrgid getgrnam struct_group",
    "optparse": (
        "BadOptionError HelpFormatter IndentedHelpFormatter NO_DEFAULT OptParseError Option OptionConflictError "
        "OptionContainer OptionError OptionGroup OptionParser OptionValueError SUPPRESS_HELP SUPPRESS_USAGE "
        "TitledHelpFormatter Values"
    ),
    "pwd": "getpwall getpwnam getpwuid struct_passwd",
    "rexpy": "alarm metric",
    "timeit": "Timer default_number default_repeat default_timer repeat timeit",
    "unittest": (
        "BaseTestSuite FunctionTestCase SkipTest TestCase TestLoader TestResult TestSuite TextTestResult "
        "TextTestRunner addModuleCleanup defaultTestLoader doModuleCleanups enterModuleContext expectedFailure main "
        "skip skipIf skipUnless"
    ),
    "zoneinfo": "InvalidTZPathWarning TZPATH ZoneInfo ZoneInfoNotFoundError available_timezones reset_tzpath",
    "gzip": "BadGzipFile GzipFile compress decompress open",
    "bz2": "BZ2Compressor BZ2Decompressor BZ2File compress decompress open",
    "lzma": (
        "CHECK_CRC32 CHECK_CRC64 CHECK_ID_MAX CHECK_NONE CHECK_SHA256 CHECK_UNKNOWN FILTER_ARM "
        "FILTER_ARMTHUMB FILTER_DELTA FILTER_IA64 FILTER_LZMA1 FILTER_LZMA2 FILTER_POWERPC FILTER_SPARC "
        "FILTER_X86 FORMAT_ALONE FORMAT_AUTO FORMAT_RAW FORMAT_XZ LZMACompressor LZMADecompressor LZMAError "
        "LZMAFile MF_BT2 MF_BT3 MF_BT4 MF_HC3 MF_HC4 MODE_FAST MODE_NORMAL PRESET_DEFAULT PRESET_EXTREME "
        "compress decompress is_check_supported open"
    ),
    "zipfile": (
        "BadZipFile BadZipfile LargeZipFile Path ZIP_BZIP2 ZIP_DEFLATED ZIP_LZMA ZIP_STORED ZipFile ZipInfo "
        "error is_zipfile"
    ),
    "tarfile": (
        "AbsoluteLinkError AbsolutePathError CompressionError DEFAULT_FORMAT ENCODING ExtractError "
        "FilterError GNU_FORMAT HeaderError LinkOutsideDestinationError OutsideDestinationError PAX_FORMAT "
        "ReadError SpecialFileError StreamError TarError TarFile TarInfo USTAR_FORMAT data_filter "
        "fully_trusted_filter is_tarfile open tar_filter"
    ),
}
"""Module to the names; `*` where the module holds nothing but constants and harmless functions, or is this
package's.
"""
