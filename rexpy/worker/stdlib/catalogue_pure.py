"""The names that scripts may use of the modules that only compute. Data only."""

from __future__ import annotations

from typing import Final

NAMES: Final = {
    "__future__": (
        "absolute_import all_feature_names annotations barry_as_FLUFL division generator_stop generators nested_scopes "
        "print_function unicode_literals with_statement"
    ),
    "abc": ("ABC ABCMeta abstractclassmethod abstractmethod abstractproperty abstractstaticmethod get_cache_token"),
    "array": "ArrayType array typecodes",
    "ast": (
        "AST Add And AnnAssign Assert Assign AsyncFor AsyncFunctionDef AsyncWith Attribute AugAssign Await BinOp "
        "BitAnd BitOr BitXor BoolOp Break Call ClassDef Compare Constant Continue Del Delete Dict DictComp Div Eq "
        "ExceptHandler Expr Expression FloorDiv For FormattedValue FunctionDef FunctionType GeneratorExp Global Gt "
        "GtE If IfExp Import ImportFrom In Interactive Invert Is IsNot JoinedStr LShift Lambda List ListComp Load "
        "Lt LtE MatMult Match MatchAs MatchClass MatchMapping MatchOr MatchSequence MatchSingleton MatchStar "
        "MatchValue Mod Module Mult Name NamedExpr NodeTransformer NodeVisitor Nonlocal Not NotEq NotIn Or "
        "ParamSpec Pass Pow RShift Raise Return Set SetComp Slice Starred Store Sub Subscript Try TryStar Tuple "
        "TypeAlias TypeIgnore TypeVar TypeVarTuple UAdd USub UnaryOp While With Yield YieldFrom alias arg "
        "arguments boolop cmpop comprehension copy_location dump excepthandler expr expr_context "
        "fix_missing_locations get_docstring get_source_segment increment_lineno iter_child_nodes iter_fields "
        "keyword literal_eval match_case mod operator parse pattern stmt type_ignore type_param unaryop unparse "
        "walk withitem"
    ),
    "base64": (
        "a85decode a85encode b16decode b16encode b32decode b32encode b32hexdecode b32hexencode b64decode "
        "b64encode b85decode b85encode decode decodebytes encode encodebytes standard_b64decode "
        "standard_b64encode urlsafe_b64decode urlsafe_b64encode z85decode z85encode"
    ),
    "binascii": (
        "Error Incomplete a2b_base64 a2b_hex a2b_qp a2b_uu b2a_base64 b2a_hex b2a_qp b2a_uu crc32 crc_hqx "
        "hexlify unhexlify"
    ),
    "bisect": "bisect bisect_left bisect_right insort insort_left insort_right",
    "calendar": (
        "APRIL AUGUST Calendar DECEMBER Day FEBRUARY FRIDAY HTMLCalendar IllegalMonthError "
        "IllegalWeekdayError JANUARY JULY JUNE MARCH MAY MONDAY Month NOVEMBER OCTOBER SATURDAY SEPTEMBER "
        "SUNDAY THURSDAY TUESDAY TextCalendar WEDNESDAY calendar day_abbr day_name firstweekday isleap "
        "leapdays month month_abbr month_name monthcalendar monthrange prcal prmonth setfirstweekday timegm "
        "weekday weekheader"
    ),
    "cmath": "*",
    "collections": "ChainMap Counter OrderedDict UserDict UserList defaultdict deque namedtuple",
    "collections.abc": (
        "AsyncGenerator AsyncIterable AsyncIterator Awaitable Buffer ByteString Callable Collection "
        "Container Coroutine Generator Hashable ItemsView Iterable Iterator KeysView Mapping MappingView "
        "MutableMapping MutableSequence MutableSet Reversible Sequence Set Sized ValuesView"
    ),
    "colorsys": "hls_to_rgb hsv_to_rgb rgb_to_hls rgb_to_hsv rgb_to_yiq yiq_to_rgb",
    "configparser": (
        "BasicInterpolation ConfigParser ConverterMapping DEFAULTSECT DuplicateOptionError "
        "DuplicateSectionError Error ExtendedInterpolation Interpolation InterpolationDepthError "
        "InterpolationError InterpolationMissingOptionError InterpolationSyntaxError LegacyInterpolation "
        "MAX_INTERPOLATION_DEPTH MissingSectionHeaderError MultilineContinuationError NoOptionError "
        "NoSectionError ParsingError RawConfigParser SafeConfigParser SectionProxy UNNAMED_SECTION"
    ),
    "contextlib": (
        "AbstractAsyncContextManager AbstractContextManager AsyncContextDecorator AsyncExitStack "
        "ContextDecorator ExitStack aclosing asynccontextmanager chdir closing contextmanager nullcontext "
        "redirect_stderr redirect_stdout suppress"
    ),
    "copy": "Error copy deepcopy replace",
    "csv": (
        "Dialect DictReader DictWriter Error QUOTE_ALL QUOTE_MINIMAL QUOTE_NONE QUOTE_NONNUMERIC "
        "QUOTE_NOTNULL QUOTE_STRINGS Sniffer excel excel_tab field_size_limit get_dialect list_dialects "
        "reader register_dialect unix_dialect unregister_dialect writer"
    ),
    "dataclasses": (
        "Field FrozenInstanceError InitVar KW_ONLY MISSING asdict astuple dataclass field fields is_dataclass replace"
    ),
    "datetime": "MAXYEAR MINYEAR UTC date datetime time timedelta timezone tzinfo",
    "decimal": (
        "BasicContext Clamped Context ConversionSyntax Decimal DecimalException DecimalTuple DefaultContext "
        "DivisionByZero DivisionImpossible DivisionUndefined ExtendedContext FloatOperation HAVE_CONTEXTVAR "
        "HAVE_THREADS Inexact InvalidContext InvalidOperation MAX_EMAX MAX_PREC MIN_EMIN MIN_ETINY Overflow "
        "ROUND_05UP ROUND_CEILING ROUND_DOWN ROUND_FLOOR ROUND_HALF_DOWN ROUND_HALF_EVEN ROUND_HALF_UP "
        "ROUND_UP Rounded Subnormal Underflow getcontext localcontext setcontext"
    ),
    "difflib": (
        "Differ HtmlDiff IS_CHARACTER_JUNK IS_LINE_JUNK Match SequenceMatcher context_diff diff_bytes "
        "get_close_matches ndiff restore unified_diff"
    ),
    "email": "message_from_binary_file message_from_bytes message_from_file message_from_string",
    "email.charset": "BASE64 Charset QP SHORTEST",
    "email.encoders": "encode_7or8bit encode_base64 encode_noop encode_quopri",
    "email.errors": "HeaderParseError MessageDefect MessageError MessageParseError MultipartConversionError",
    "email.generator": "BytesGenerator Generator",
    "email.header": "Header decode_header make_header",
    "email.headerregistry": "Address Group",
    "email.message": "EmailMessage MIMEPart Message",
    "email.mime": "",
    "email.mime.application": "MIMEApplication",
    "email.mime.base": "MIMEBase",
    "email.mime.image": "MIMEImage",
    "email.mime.multipart": "MIMEMultipart",
    "email.mime.text": "MIMEText",
    "email.parser": "BytesFeedParser BytesHeaderParser BytesParser FeedParser HeaderParser Parser",
    "email.policy": "EmailPolicy HTTP SMTP SMTPUTF8 compat32 default strict",
    "email.utils": (
        "collapse_rfc2231_value format_datetime formataddr formatdate getaddresses localtime make_msgid mktime_tz "
        "parseaddr parsedate parsedate_to_datetime parsedate_tz quote unquote"
    ),
    "enum": (
        "CONFORM CONTINUOUS EJECT Enum EnumCheck EnumMeta EnumType Flag FlagBoundary IntEnum IntFlag KEEP "
        "NAMED_FLAGS ReprEnum STRICT StrEnum UNIQUE auto member nonmember property unique verify"
    ),
    "fnmatch": "filter fnmatch fnmatchcase translate",
    "fractions": "Fraction",
    "functools": (
        "WRAPPER_ASSIGNMENTS WRAPPER_UPDATES cache cached_property cmp_to_key lru_cache partial "
        "partialmethod reduce singledispatch singledispatchmethod total_ordering update_wrapper wraps"
    ),
    "gettext": "dgettext gettext ngettext npgettext pgettext",
    "graphlib": "CycleError TopologicalSorter",
    "hashlib": (
        "algorithms_available algorithms_guaranteed blake2b blake2s file_digest md5 new pbkdf2_hmac sha1 "
        "sha224 sha256 sha384 sha3_224 sha3_256 sha3_384 sha3_512 sha512 shake_128 shake_256"
    ),
    "heapq": "heapify heappop heappush heappushpop heapreplace merge nlargest nsmallest",
    "hmac": "HMAC compare_digest digest new",
    "html": "escape unescape",
    "html.entities": "codepoint2name entitydefs html5 name2codepoint",
    "html.parser": "HTMLParser",
    "http": "HTTPMethod HTTPStatus",
    "http.cookies": "BaseCookie CookieError Morsel SimpleCookie",
    "importlib": "import_module invalidate_caches reload",
    "importlib.metadata": "PackageNotFoundError version",
    "importlib.resources": "files read_binary read_text",
    "importlib.util": "find_spec module_from_spec spec_from_file_location",
    "inspect": (
        "BoundArguments CORO_CLOSED CORO_CREATED CORO_RUNNING CORO_SUSPENDED FrameInfo FullArgSpec GEN_CLOSED "
        "GEN_CREATED GEN_RUNNING GEN_SUSPENDED Parameter Signature cleandoc currentframe formatannotation "
        "get_annotations getcoroutinestate getdoc getfile getfullargspec getgeneratorstate getmembers getmodule "
        "getmro getsource getsourcefile getsourcelines isabstract isasyncgen isasyncgenfunction isawaitable "
        "isbuiltin isclass iscode iscoroutine iscoroutinefunction isdatadescriptor isframe isfunction isgenerator "
        "isgeneratorfunction isgetsetdescriptor ismemberdescriptor ismethod ismethoddescriptor ismethodwrapper "
        "ismodule isroutine istraceback markcoroutinefunction signature stack trace unwrap"
    ),
    "ipaddress": (
        "AddressValueError IPV4LENGTH IPV6LENGTH IPv4Address IPv4Interface IPv4Network IPv6Address "
        "IPv6Interface IPv6Network NetmaskValueError collapse_addresses get_mixed_type_key ip_address "
        "ip_interface ip_network summarize_address_range v4_int_to_packed v6_int_to_packed"
    ),
    "itertools": (
        "accumulate batched chain combinations combinations_with_replacement compress count cycle dropwhile "
        "filterfalse groupby islice pairwise permutations product repeat starmap takewhile tee zip_longest"
    ),
    "json": "JSONDecodeError JSONDecoder JSONEncoder dump dumps load loads",
    "json.decoder": "JSONDecodeError JSONDecoder",
    "json.encoder": "JSONEncoder",
    "keyword": "iskeyword issoftkeyword kwlist softkwlist",
    "math": "*",
    "numbers": "Complex Integral Number Rational Real",
    "operator": (
        "abs add and_ attrgetter call concat contains countOf delitem eq floordiv ge getitem gt iadd iand "
        "iconcat ifloordiv ilshift imatmul imod imul index indexOf inv invert ior ipow irshift is_ is_not "
        "isub itemgetter itruediv ixor le length_hint lshift lt matmul methodcaller mod mul ne neg not_ or_ "
        "pos pow rshift setitem sub truediv truth xor"
    ),
    "plistlib": "FMT_BINARY FMT_XML InvalidFileException UID dump dumps load loads",
    "pprint": "PrettyPrinter isreadable isrecursive pformat pp pprint saferepr",
    "queue": "Empty Full LifoQueue PriorityQueue Queue ShutDown SimpleQueue",
    "quopri": "decode decodestring encode encodestring",
    "random": (
        "Random SystemRandom betavariate binomialvariate choice choices expovariate gammavariate gauss "
        "getrandbits getstate lognormvariate normalvariate paretovariate randbytes randint random randrange "
        "sample seed setstate shuffle triangular uniform vonmisesvariate weibullvariate"
    ),
    "re": (
        "A ASCII DEBUG DOTALL I IGNORECASE L LOCALE M MULTILINE Match NOFLAG Pattern PatternError RegexFlag "
        "S U UNICODE VERBOSE X compile error escape findall finditer fullmatch match purge search split sub "
        "subn"
    ),
    "reprlib": "Repr recursive_repr repr",
    "sched": "scheduler",
    "secrets": "SystemRandom choice compare_digest randbelow randbits token_bytes token_hex token_urlsafe",
    "shlex": "join quote shlex split",
    "statistics": (
        "NormalDist StatisticsError correlation covariance fmean geometric_mean harmonic_mean kde "
        "kde_random linear_regression mean median median_grouped median_high median_low mode multimode "
        "pstdev pvariance quantiles stdev variance"
    ),
    "string": (
        "Formatter Template ascii_letters ascii_lowercase ascii_uppercase capwords digits hexdigits "
        "octdigits printable punctuation whitespace"
    ),
    "struct": "Struct calcsize error iter_unpack pack pack_into unpack unpack_from",
    "textwrap": "TextWrapper dedent fill indent shorten wrap",
    "token": "*",
    "tokenize": (
        "COMMENT DEDENT ENCODING ENDMARKER ERRORTOKEN FSTRING_END FSTRING_MIDDLE FSTRING_START INDENT NAME NEWLINE "
        "NL NUMBER OP STRING TokenError TokenInfo detect_encoding generate_tokens tok_name tokenize untokenize"
    ),
    "tomllib": "TOMLDecodeError load loads",
    "types": (
        "AsyncGeneratorType BuiltinFunctionType BuiltinMethodType CoroutineType EllipsisType FunctionType "
        "GeneratorType LambdaType MappingProxyType MethodType NoneType NotImplementedType SimpleNamespace "
        "UnionType"
    ),
    "typing": (
        "AbstractSet Annotated Any AnyStr AsyncContextManager AsyncGenerator AsyncIterable AsyncIterator Awaitable "
        "BinaryIO ByteString Callable ChainMap ClassVar Collection Concatenate Container ContextManager "
        "Coroutine Counter DefaultDict Deque Dict Final FrozenSet Generator Generic Hashable IO ItemsView "
        "Iterable Iterator KeysView List Literal LiteralString Mapping MappingView Match MutableMapping "
        "MutableSequence MutableSet NamedTuple Never NewType NoDefault NoReturn NotRequired Optional "
        "OrderedDict ParamSpec Pattern Protocol ReadOnly Required Reversible Self Sequence Set Sized "
        "SupportsAbs SupportsBytes SupportsComplex SupportsFloat SupportsIndex SupportsInt SupportsRound "
        "TYPE_CHECKING Text TextIO Tuple Type TypeAlias TypeAliasType TypeGuard TypeIs TypeVar TypeVarTuple "
        "TypedDict Union Unpack ValuesView assert_never assert_type cast dataclass_transform final get_args "
        "get_origin is_typeddict overload override reveal_type runtime_checkable"
    ),
    "unicodedata": "*",
    "urllib": "",
    "urllib.parse": (
        "DefragResult DefragResultBytes ParseResult ParseResultBytes SplitResult SplitResultBytes parse_qs "
        "parse_qsl quote quote_from_bytes quote_plus unquote unquote_plus unquote_to_bytes urldefrag "
        "urlencode urljoin urlparse urlsplit urlunparse urlunsplit"
    ),
    "uuid": (
        "NAMESPACE_DNS NAMESPACE_OID NAMESPACE_URL NAMESPACE_X500 RESERVED_FUTURE RESERVED_MICROSOFT "
        "RESERVED_NCS RFC_4122 SafeUUID UUID getnode uuid1 uuid3 uuid4 uuid5"
    ),
    "weakref": (
        "ReferenceType WeakKeyDictionary WeakMethod WeakSet WeakValueDictionary finalize getweakrefcount "
        "getweakrefs ref"
    ),
    "xml": "",
    "xml.dom": (
        "DOMException EMPTY_NAMESPACE HierarchyRequestErr NamespaceErr Node NotFoundErr XHTML_NAMESPACE "
        "XMLNS_NAMESPACE XML_NAMESPACE"
    ),
    "xml.dom.minidom": (
        "Attr CDATASection Comment Document DocumentFragment DocumentType Element Node Text getDOMImplementation "
        "parse parseString"
    ),
    "xml.etree": "",
    "xml.etree.ElementTree": (
        "C14NWriterTarget Comment Element ElementTree PI ParseError ProcessingInstruction QName SubElement "
        "TreeBuilder VERSION XML XMLID XMLParser XMLPullParser canonicalize dump fromstring fromstringlist "
        "indent iselement iterparse parse register_namespace tostring tostringlist"
    ),
    "xml.sax": "",
    "xml.sax.saxutils": "escape quoteattr unescape",
    "zlib": "*",
}
"""Module to the names; `*` where the module holds nothing but constants and harmless functions."""
