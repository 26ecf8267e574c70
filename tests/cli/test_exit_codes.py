from __future__ import annotations

import inspect

import pytest

from siro_desktop import errors
from siro_desktop.cli.exit_codes import MEANINGS, ExitCode, exit_code_of
from siro_desktop.cli.wrong_use import WrongUse, wrong_option

TREE = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.SiroError)]


def test_every_code_has_a_meaning() -> None:
    assert set(MEANINGS) == set(ExitCode)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (WrongUse("x"), 2),
        (errors.ProfileError("client_id", "x"), 2),
        (errors.SignInRequired("x"), 3),
        (errors.SignInCancelled("x"), 3),
        (errors.QueryError("ids", "x"), 4),
        (errors.AccessDenied("x"), 4),
        (errors.NotFound("x"), 4),
        (errors.ConnectionFailed("x"), 5),
        (errors.RateLimited("x"), 5),
        (errors.ServerError("x"), 5),
        (errors.StorageError("x"), 6),
        (errors.ExportError("x"), 6),
        (errors.CredentialStoreError("x"), 6),
        (errors.UnexpectedAnswer("x"), 7),
        (errors.Cancelled(), 130),
        (errors.UnexpectedError("x"), 1),
    ],
)
def test_errors_have_their_code(error: errors.SiroError, code: int) -> None:
    assert exit_code_of(error) == code


@pytest.mark.parametrize("kind", [kind for kind in TREE if kind not in {errors.SiroError, errors.UnexpectedError}])
def test_no_error_that_has_a_name_counts_as_a_bug(kind: type[errors.SiroError]) -> None:
    is_field = issubclass(kind, errors.FieldError)
    if kind is errors.FieldError:
        return
    error = kind("field", "x") if is_field else kind("x")
    assert exit_code_of(error) is not ExitCode.BUG


@pytest.mark.parametrize(
    ("error", "start"),
    [
        (errors.QueryError("end", "Wrong."), "--end: "),
        (errors.QueryError("ids", "Wrong."), "--id: "),
        (errors.QueryError("", "Wrong."), "Wrong."),
        (errors.ProfileError("api_base_url", "Wrong."), "--api-base-url: "),
        (errors.ProfileError("organization_id", "Wrong."), "--organization: "),
        (errors.ProfileError("name", "Wrong."), "NAME: "),
    ],
)
def test_a_wrong_field_names_its_option(error: errors.FieldError, start: str) -> None:
    assert wrong_option(error).message.startswith(start)
