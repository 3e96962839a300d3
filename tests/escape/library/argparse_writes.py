# What sets attributes by text: a Namespace's __init__, a parser's namespace, an action called by hand.
import argparse
import json


class Own:
    pass


def parse(target, dest, value):
    parser = argparse.ArgumentParser()
    parser.add_argument("--x", dest=dest, default=value)
    parser.parse_args([], namespace=target)


def act(target, dest, value):
    argparse.ArgumentParser().add_argument("--x", dest=dest)(None, target, value)


def default(target, dest, value):
    parser = argparse.ArgumentParser()
    parser.set_defaults(**{dest: value})
    parser.parse_args([], namespace=target)


ways = (lambda target, dest, value: argparse.Namespace.__init__(target, **{dest: value}), parse, act, default)
for way in ways:
    for target in (json.JSONEncoder, json, json.dumps, json.JSONDecoder):
        try:
            way(target, "planted", 1)
        except (Exception, SystemExit):
            pass
        if hasattr(target, "planted"):
            print("PWNED", way, target)
    own = Own()
    try:
        way(own, "__class__", argparse.ArgumentParser)
    except (Exception, SystemExit):
        pass
    if type(own) is not Own:
        print("PWNED", own)
