"""A stack's configuration as its program gets it."""

import json

import pytest
from outlay.errors import WrongUse
from outlay_automation.engine.embedded.configuration import configuration_of
from outlay_automation.engine.placeholder import PLACEHOLDER
from outlay_automation.engine.project import find_project


@pytest.fixture
def configured(tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    def read(project="", stack="", **over):
        (tmp_path / "Pulumi.yaml").write_text(f"name: shop\nruntime: python\nconfig:\n{project}")
        (tmp_path / "Pulumi.dev.yaml").write_text(f"config:\n{stack}")
        return configuration_of(find_project(tmp_path), "dev", over, scratch)

    return read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("text", "text"),
        ("'1.10'", "1.10"),
        ("1.10", "1.1"),
        ("2.0", "2"),
        ("007", "7"),
        ("0o17", "15"),
        ("true", "true"),
        ("yes", "yes"),
        ("", ""),
        ("2026-01-02", "2026-01-02 00:00:00 +0000 UTC"),
        ("{b: [1, null], a: '<'}", '{"a":"\\u003c","b":[1,null]}'),
    ],
)
def test_a_value_is_what_the_genuine_engine_reads(configured, written, read):
    assert configured(stack=f"  key: {written}\n").values == {"shop:key": read}


def test_the_stack_s_file_goes_before_the_project_and_what_is_laid_over_before_both(configured):
    project = "  size: {default: small}\n  zone: a\n  kept: {value: 1}\n"
    found = configured(project, "  shop:size: large\n", **{"shop:zone": "c"})

    assert found.values == {"shop:size": "large", "shop:zone": "c", "shop:kept": "1"}


def test_a_default_within_a_structure_joins_what_the_stack_says(configured):
    found = configured("  net.size: {default: 5}\n  net.on: {default: 'true'}\n  list[0].a: x\n", "  net: {zone: a}\n")

    assert json.loads(found.values["shop:net"]) == {"zone": "a", "size": 5, "on": True}
    assert json.loads(found.values["shop:list"]) == [{"a": "x"}]


def test_a_secret_is_replaced_and_told(configured):
    found = configured(stack="  password: {secure: v1:x}\n  deep: {list: [{secure: v1:y}]}\n")

    assert found.values == {
        "shop:password": PLACEHOLDER,
        "shop:deep": json.dumps({"list": [PLACEHOLDER]}).replace(" ", ""),
    }
    assert found.replaced == ("password", "deep.list[0]")


def test_every_value_that_nobody_gives_is_named(configured):
    with pytest.raises(WrongUse) as caught:
        configured("  size: {type: string}\n  zone: {type: string}\n  other:key: {description: of another}\n")

    assert caught.value.message == "shop asks for the configuration 'size', 'zone', and the stack 'dev' has none"
    assert caught.value.hint == (
        "Set it: pulumi config set shop:size VALUE --stack dev; "
        "or write it into Pulumi.dev.yaml under config: {shop:size: VALUE}."
    )


@pytest.mark.parametrize(
    ("declared", "written", "fits"),
    [
        ("type: integer", "5", True),
        ("type: integer", "'5'", True),
        ("type: integer", "five", False),
        ("type: boolean", "'false'", True),
        ("type: boolean", "no", False),
        ("type: string", "5", True),
        ("type: string", "{a: 1}", False),
        ("type: object", "{a: 1}", True),
        ("type: array, items: {type: integer}", "[1, '2']", True),
        ("type: array, items: {type: integer}", "[a]", False),
        ("type: array, items: {type: array, items: {type: boolean}}", "[[true], []]", True),
        ("type: integer, secret: true", "{secure: v1:x}", True),
    ],
)
def test_a_value_has_the_type_that_the_project_declares(configured, declared, written, fits):
    given = (f"  key: {{{declared}}}\n", f"  key: {written}\n")
    if fits:
        assert "shop:key" in configured(*given).values
    else:
        with pytest.raises(WrongUse, match="the configuration value 'key' is no "):
            configured(*given)
