"""`logging.config.dictConfig` for scripts: classes and functions are looked up as the script itself would import them.

# Not: CPython's. It imports and calls whatever a text names, and `fileConfig` evaluates text.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

from rexpy.worker.language.guards import write_attribute
from rexpy.worker.stdlib.refusals import refusal
from rexpy.worker.stdlib.script_names import resolve

_HANDLER_WORDS: Final = frozenset(("class", "()", "level", "formatter", "filters", "target", "."))


class _Configuration:
    """One configuration, being put in force."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.config = config
        self.formatters: dict[str, Any] = {}
        self.filters: dict[str, Any] = {}
        self.handlers: dict[str, Any] = {}

    def section(self, name: str) -> dict[str, Any]:
        return dict(self.config.get(name, {}))

    def value(self, value: Any) -> Any:
        """Return *value*, with `ext://` and `cfg://` texts replaced by what they lead to."""
        if isinstance(value, str) and value.startswith("ext://"):
            return resolve(value[6:])
        if isinstance(value, str) and value.startswith("cfg://"):
            found: Any = self.config
            for part in value[6:].split("."):
                found = found[part]
            return self.value(found)
        if isinstance(value, dict):
            return {key: self.value(entry) for key, entry in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(map(self.value, value))
        return value

    def made(self, settings: Mapping[str, Any], factory: Any, *without: str) -> Any:
        """Return what *factory*, a callable or its name, makes of the settings."""
        call: Callable[..., Any] = resolve(factory) if isinstance(factory, str) else factory
        words = {key: self.value(value) for key, value in settings.items() if key.isidentifier() and key not in without}
        made = call(**words)
        for name, value in dict(settings.get(".", {})).items():
            write_attribute(made, name, self.value(value))
        return made

    def apply(self) -> None:
        if self.config.get("version") != 1:
            raise ValueError(f"Unsupported version: {self.config.get('version')}")
        if self.config.get("incremental"):
            self.apply_levels()
            return
        for kind, make, found in (
            ("formatters", self.formatter, self.formatters),
            ("filters", self.filter, self.filters),
            ("handlers", self.handler, self.handlers),
        ):
            self.make_all(kind, make, found)
        known = _existing()
        wanted = self.section("loggers")
        for name, settings in wanted.items():
            try:
                self.logger(logging.getLogger(name), dict(settings))
            except Exception as error:
                raise ValueError(f"Unable to configure logger {name!r}") from error
        if self.config.get("disable_existing_loggers", True):
            for name, logger in known.items():
                if name not in wanted:
                    logger.disabled = not any(name.startswith(f"{parent}.") for parent in wanted)
        if "root" in self.config:
            self.logger(logging.getLogger(), dict(self.config["root"]), root=True)

    def make_all(self, kind: str, make: Callable[[dict[str, Any]], Any], found: dict[str, Any]) -> None:
        waiting = self.section(kind)
        while waiting:
            later: dict[str, Any] = {}
            for name, settings in sorted(waiting.items()):
                try:
                    found[name] = make(dict(settings))
                except _NotYet:
                    later[name] = settings
                except Exception as error:
                    raise ValueError(f"Unable to configure {kind[:-1]} {name!r}") from error
                if name in found and kind == "handlers":
                    write_attribute(found[name], "name", name)
            if len(later) == len(waiting):
                raise ValueError(f"Unable to configure {kind[:-1]} {next(iter(later))!r}")
            waiting = later

    def formatter(self, settings: dict[str, Any]) -> Any:
        if "()" in settings:
            if settings["()"] in ("logging.Formatter", logging.Formatter) and "format" in settings:
                settings["fmt"] = settings.pop("format")
            return self.made(settings, settings["()"])
        made = resolve(settings["class"]) if "class" in settings else logging.Formatter
        words = [settings.get("format"), settings.get("datefmt"), settings.get("style", "%")]
        options = {key: settings[key] for key in ("validate", "defaults") if key in settings}
        return made(*words, **options)

    def filter(self, settings: dict[str, Any]) -> Any:
        return self.made(settings, settings["()"]) if "()" in settings else logging.Filter(settings.get("name", ""))

    def handler(self, settings: dict[str, Any]) -> Any:
        factory = settings.get("()") or settings["class"]
        if "target" in settings:
            # A memory handler's: of those that are made already.
            if settings["target"] not in self.handlers:
                raise _NotYet
            settings["target"] = self.handlers[settings["target"]]
            words = _HANDLER_WORDS - {"target"}
        else:
            words = _HANDLER_WORDS
        made = self.made(settings, factory, *(words - {"()", "."}))
        if settings.get("formatter"):
            made.setFormatter(self.formatters[settings["formatter"]])
        if settings.get("level") is not None:
            made.setLevel(settings["level"])
        self.add_filters(made, settings)
        return made

    def add_filters(self, target: Any, settings: Mapping[str, Any]) -> None:
        for entry in settings.get("filters", ()):
            target.addFilter(self.filters[entry] if isinstance(entry, str) else entry)

    def logger(self, logger: logging.Logger, settings: dict[str, Any], *, root: bool = False) -> None:
        if settings.get("level") is not None:
            logger.setLevel(settings["level"])
        for handler in list(logger.handlers):
            logger.removeHandler(handler)
        for name in settings.get("handlers", ()):
            logger.addHandler(self.handlers[name])
        self.add_filters(logger, settings)
        logger.disabled = False
        if not root and settings.get("propagate") is not None:
            logger.propagate = settings["propagate"]

    def apply_levels(self) -> None:
        for name, settings in self.section("loggers").items():
            if settings.get("level") is not None:
                logging.getLogger(name).setLevel(settings["level"])
        root = self.section("root")
        if root.get("level") is not None:
            logging.getLogger().setLevel(root["level"])


class _NotYet(Exception):
    """A handler that another one needs is not made yet."""


def _existing() -> dict[str, logging.Logger]:
    known = logging.Logger.manager.loggerDict
    return {name: logger for name, logger in known.items() if isinstance(logger, logging.Logger)}


def dictConfig(config: Mapping[str, Any]) -> None:
    """Configure logging as *config* says. Raises ValueError where it cannot be."""
    _Configuration(config).apply()


fileConfig = refusal("logging.config.fileConfig", "write the configuration as a dict, and give it to dictConfig")
listen = refusal("logging.config.listen", "a script has no connections")
dictConfig.__module__ = "logging.config"
