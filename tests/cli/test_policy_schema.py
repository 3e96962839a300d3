"""The group `rexpy policy`, and its schema, which Cedar must be able to read."""

import json

import cedarpy
import pytest

from rexpy.cli.main import run
from rexpy.cli.policy import COMMANDS

from .command import rexpy


def test_the_group_shows_its_help_without_a_word():
    ended = rexpy("policy")
    assert ended.returncode == 0
    assert "schema" in ended.stdout
    assert ended.stderr == ""


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_each_shows_examples(name, capsys):
    assert run(["policy", name, "--help"]) == 0
    assert f"  rexpy policy {name} " in capsys.readouterr().out


def test_an_unknown_word_names_the_nearest():
    ended = rexpy("policy", "schma")
    assert ended.returncode == 64
    assert "did you mean 'schema'?" in ended.stderr


def test_the_schema_is_one_that_cedar_reads_in_both_forms():
    text, said = rexpy("policy", "schema"), rexpy("policy", "schema", "-o", "json")
    assert (text.returncode, said.returncode) == (0, 0)
    policy = 'permit(principal == User::"a", action == file_system::Action::"read", resource);'
    for schema in (text.stdout, json.loads(said.stdout)):
        assert cedarpy.validate_policies(policy, schema).validation_passed
