"""Why a preview failed, in the user's own words."""

import pytest
from outlay.errors import ExitCode, PreviewFailed, StackNotFound
from outlay_automation.engine.failure import failure, users_part

TRACEBACK = """\
Traceback (most recent call last):
  File "/srv/me/.cache/pulumi-language-python-exec", line 232, in <module>
    loop.run_until_complete(coro)
  File "/usr/lib/python3.11/asyncio/base_events.py", line 653, in run_until_complete
    return future.result()
           ^^^^^^^^^^^^^^^
  File "/srv/me/shop/.venv/lib/python3.11/site-packages/pulumi/runtime/stack.py", line 254, in run_in_stack
    await run_pulumi_func(run)
  File "<frozen runpy>", line 304, in run_path
  File "/srv/me/shop/__main__.py", line 3, in <module>
    order()
  File "/srv/me/shop/orders.py", line 9, in order
    raise ValueError('no such shop')
ValueError: no such shop"""
USERS = """\
Traceback (most recent call last):
  File "/srv/me/shop/__main__.py", line 3, in <module>
    order()
  File "/srv/me/shop/orders.py", line 9, in order
    raise ValueError('no such shop')
ValueError: no such shop"""


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Program failed with an unhandled exception:\n",
        "python inline source runtime error: no such shop\n",
        "an unhandled error occurred: python inline source runtime error: no such shop\n",
    ],
)
def test_only_the_user_s_frames_stay(header):
    assert users_part(header + TRACEBACK) == USERS


FOREIGN = TRACEBACK.partition('  File "/srv/me/shop/__main__.py"')[0]


def test_of_a_traceback_without_a_frame_of_the_user_the_error_stays():
    assert users_part(FOREIGN + "TypeError: no\n  and no more") == "TypeError: no\n  and no more"


@pytest.mark.parametrize(
    ("between", "relation"),
    [
        ("The above exception was the direct cause of the following exception:", "caused by"),
        ("During handling of the above exception, another exception occurred:", "raised while handling"),
    ],
)
def test_an_error_without_a_frame_of_the_user_is_followed_by_what_it_comes_of(between, relation):
    first, second, third = (f"{FOREIGN}{error}" for error in ("KeyError: 'a'", "ValueError: b", "TypeError: c"))
    chain = f"{first}\n\n{between}\n\n{second}\n\n{between}\n\n{third}"

    assert users_part(chain) == f"TypeError: c\n{relation} ValueError: b"


def test_what_nobody_would_read_to_its_end_is_cut():
    lines = users_part("\n".join(f"{number} {'x' * 2000}" for number in range(100))).split("\n")

    assert len(lines) == 61
    assert lines[0] == f"0 {'x' * 998}…"
    assert lines[30] == "  [40 lines left out]"
    assert lines[60].startswith("99 x")


def test_what_is_no_traceback_stays_as_it_is():
    assert users_part("Missing required configuration variable 'shop:x'\n\tset it") == (
        "Missing required configuration variable 'shop:x'\n\tset it"
    )


def test_an_error_said_twice_is_shown_once():
    again = f"an unhandled error occurred: Program failed with an unhandled exception:\n{TRACEBACK}"
    error = failure([TRACEBACK, again], "", "", offline=True)

    assert isinstance(error, PreviewFailed)
    assert (error.message, error.hint, error.exit_code) == (USERS, "", ExitCode.PREVIEW_FAILED)


def test_without_a_report_the_cli_s_own_words_count():
    assert failure([], "error: could not read\n", "", offline=True).message == "could not read"
    assert failure([], "", "something", offline=True).message == "something"
    assert failure([], "", "", offline=True).message == "the engine ended without a word"


def test_a_stack_that_is_not_there():
    error = failure([], "error: no stack named 'live' found\n", "", offline=False)

    assert isinstance(error, StackNotFound)
    assert error.message == "no stack 'live' in the backend"


@pytest.mark.parametrize(
    ("text", "offline", "hint"),
    [
        ("no resource plugin 'pulumi-resource-datadog' found in the workspace", True, "offline.packages: [datadog]"),
        ("no resource plugin 'pulumi-resource-datadog' found in the workspace", False, "--offline"),
        ("could not find latest version for resource plugin 'azure-native'", True, "offline.packages: [azure-native]"),
        ("passphrase must be set with PULUMI_CONFIG_PASSPHRASE", False, "--baseline STATE.json"),
        ("get stack secrets manager: incorrect passphrase", True, "--baseline STATE.json"),
    ],
)
def test_a_known_failure_has_a_way_out(text, offline, hint):
    assert hint in failure([text], "", "", offline=offline).hint


def test_a_policy_pack_that_misses_uv_says_how_to_get_it():
    text = 'policy pack "/p" failed to start: could not read plugin [/p]: Could not find `uv` executable.\nInstall uv'

    assert failure([text], "", "", offline=True).hint == "Install uv and have it on PATH: pip install uv."


def test_a_plugin_that_ended_at_once_may_have_missed_uv_only_where_there_is_none():
    text = "Detected that /c/pulumi-resource-outlay exited prematurely. \nThis is *always* a bug in the provider."

    assert failure([text], "", "", offline=True, has_uv=False).hint.endswith("on PATH: pip install uv.")
    assert failure([text], "", "", offline=True, has_uv=True).hint == ""
