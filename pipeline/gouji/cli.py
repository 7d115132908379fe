"""The command line: parse, call, map to an exit code. Everything heavy is imported inside the commands."""

# No postponed annotations here: typer reads them, and the helps in them depend on the language.

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

from gouji import __version__
from gouji.exceptions import DocumentError, ExitCode, OutputError, RulebookError, UsageError
from gouji.languages import LANGUAGES, Language, take_language

if TYPE_CHECKING:
    from rich.console import Console

    from gouji.run import Decided, Result

ClickUsageError = cast("type[Exception]", typer.BadParameter.__mro__[1])
"""Wrong usage as the parser reports it; typer gives this class no public name."""

EXIT_TEXTS = {
    ExitCode.OK: "exit_ok",
    ExitCode.FINDINGS: "exit_findings",
    ExitCode.INCOMPLETE: "exit_incomplete",
}


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit."""
    given = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # printing a name never raises
    say, given = take_language(given)
    try:
        code = make_app(say)(args=given, prog_name="gouji", standalone_mode=False)
    except ClickUsageError as error:
        typer.echo(_usage_text(error, say), err=True, nl=False)
        code = ExitCode.USAGE
    except typer.Abort:
        code = ExitCode.INTERRUPTED
    sys.exit(int(code or 0))


def make_app(say: Language) -> typer.Typer:
    """Build the application in one language."""
    _translate_panels(say)
    app = typer.Typer(
        cls=_translated(TyperGroup, say),
        help=say("app"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        options_metavar=say("options_metavar"),
        subcommand_metavar=say("command_metavar"),
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    _add_callback(app, say)
    for add in (_add_audit, _add_check, _add_show, _add_explain, _add_rules, _add_doctor):
        add(app, say)
    return app


def _add_callback(app: typer.Typer, say: Language) -> None:
    def show_version(wanted: bool) -> None:
        if wanted:
            typer.echo(f"gouji {__version__}")
            raise typer.Exit

    @app.callback()
    def options(
        lang: Annotated[str, typer.Option("--lang", help=say("lang"), metavar="zh|en")] = LANGUAGES[0],
        _version: Annotated[
            bool, typer.Option("--version", help=say("version"), callback=show_version, is_eager=True)
        ] = False,
    ) -> None:
        if lang not in LANGUAGES:
            raise typer.BadParameter(f"--lang {lang}")


def _command(app: typer.Typer, say: Language, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return app.command(
        name,
        cls=_translated(TyperCommand, say),
        help=say(name),
        options_metavar=say("options_metavar"),
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _add_audit(app: typer.Typer, say: Language) -> None:
    @_command(app, say, "audit")
    def audit(
        inputs: Annotated[list[str], typer.Argument(help=say("inputs"), metavar=say("input_metavar"))],
        output: Annotated[Path, typer.Option("--output", "-o", help=say("output"))] = Path("output"),
        rules: Annotated[Path | None, typer.Option("--rules", help=say("rules_dir"))] = None,
        fresh: Annotated[bool, typer.Option("--fresh", help=say("fresh"))] = False,
        second_reader: Annotated[
            str, typer.Option("--second-reader", help=say("second_reader"), metavar="off|errors|all")
        ] = "errors",
        verbose: Annotated[bool, typer.Option("--verbose", "-v", help=say("verbose"))] = False,
    ) -> None:
        with _exits(say):
            _audit(inputs, output, rules, fresh=fresh, second=second_reader, verbose=verbose, say=say)


def _add_check(app: typer.Typer, say: Language) -> None:
    @_command(app, say, "check")
    def check(
        folder: Annotated[Path, typer.Argument(help=say("folder"), metavar="OUT")],
        rules: Annotated[Path | None, typer.Option("--rules", help=say("rules_dir"))] = None,
    ) -> None:
        with _exits(say):
            from gouji.journey import load_rules
            from gouji.run import check_folder

            loaded = load_rules(rules)
            result = check_folder(folder, loaded, command=("check", str(folder)))
            _conclude(result, loaded, say)


def _add_show(app: typer.Typer, say: Language) -> None:
    stages = ("read", "trace", "stitch", "recognise", "normalise", "reconcile")

    @_command(app, say, "show")
    def show(
        file: Annotated[Path, typer.Argument(help=say("file"), metavar="FILE")],
        stage: Annotated[
            str, typer.Option("--stage", help=f"{say('stage')}{'、'.join(stages)}", metavar="STAGE")
        ] = "reconcile",
        rules: Annotated[Path | None, typer.Option("--rules", help=say("rules_dir"))] = None,
    ) -> None:
        with _exits(say):
            if stage not in stages:
                raise UsageError(say("no_such_stage", name=stage, known="、".join(stages)))
            from gouji.journey import itinerary, load_rules
            from gouji.publish.dump import dump

            for stop in itinerary(file, load_rules(rules)):
                if stop.stage == stage:
                    typer.echo(dump(stage, stop.product), nl=False)
                    break


def _add_explain(app: typer.Typer, say: Language) -> None:
    @_command(app, say, "explain")
    def explain(
        code: Annotated[str, typer.Argument(help=say("code"), metavar="CODE")],
        rules: Annotated[Path | None, typer.Option("--rules", help=say("rules_dir"))] = None,
    ) -> None:
        from gouji.notices import CATALOGUE

        wanted = code.upper()
        with _exits(say):
            if wanted in CATALOGUE:
                doubt = CATALOGUE[wanted]
                typer.echo(say("notice_page", code=wanted, title=doubt.title, remedy=doubt.remedy))
                return
            from gouji.rulebook import load_checks

            pages = {check.code: check.page for check in load_checks(rules)}
            if wanted not in pages:
                raise UsageError(say("no_such_code", name=code))
            typer.echo(pages[wanted])


def _add_rules(app: typer.Typer, say: Language) -> None:
    @_command(app, say, "rules")
    def list_rules(rules: Annotated[Path | None, typer.Option("--rules", help=say("rules_dir"))] = None) -> None:
        with _exits(say):
            from gouji.rulebook import load_checks

            for line in _rule_lines([(item.code, item.severity, item.title) for item in load_checks(rules)], say):
                typer.echo(line)


def _add_doctor(app: typer.Typer, say: Language) -> None:
    @_command(app, say, "doctor")
    def doctor() -> None:
        from gouji.run.doctor import examine

        for part in examine():
            state = say("doctor_yes") if part.works else say("doctor_no")
            typer.echo(f"{state}  {part.name}  {part.detail}".rstrip())


def _audit(
    inputs: list[str], output: Path, rules: Path | None, *, fresh: bool, second: str, verbose: bool, say: Language
) -> None:
    from gouji.journey import load_rules
    from gouji.run import run
    from gouji.run.log import logging_to

    loaded = load_rules(rules)
    kept: list[str] = []
    with logging_to(output, verbose=verbose) as log_file, _progress(say, kept) as tell:
        result = run(inputs, output, loaded, fresh=fresh, command=("audit", *inputs), second=second, tell=tell)
    if kept:
        typer.echo(say("kept_line", count=len(kept)), err=True)
    if log_file.exists():
        typer.echo(say("errors_line", path=log_file), err=True)
    _conclude(result, loaded, say)


def _conclude(result: "Result", loaded: Any, say: Language) -> None:  # noqa: ANN401 - journey.Rules is heavy to import
    from rich.console import Console

    from gouji.publish.terminal import print_summary

    checks = {check.code: check for check in loaded.rulebook.checks}
    print_summary(result.tables, checks, result.folder or Path(), Console(highlight=False), say)
    typer.echo(say(EXIT_TEXTS[result.code]), err=True)
    raise typer.Exit(int(result.code))


@contextmanager
def _progress(say: Language, kept: list[str]) -> Iterator[Callable[[int, int, "Decided"], None]]:
    """Tell of each document on stderr: a bar on a terminal, plain lines otherwise."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    if console.is_terminal:
        yield from _bar(console, say, kept)
        return

    def tell(done: int, total: int, decided: "Decided") -> None:
        _count_kept(decided, kept)
        if decided.status != "skipped":
            line = say("progress", done=done, total=total, status=say(decided.status), source=decided.input.source)
            console.print(_inert(line), soft_wrap=True)

    yield tell


def _bar(console: "Console", say: Language, kept: list[str]) -> Iterator[Callable[[int, int, "Decided"], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(say("progress_bar"), total=None)

        def tell(done: int, total: int, decided: "Decided") -> None:
            _count_kept(decided, kept)
            progress.update(task, completed=done, total=total)

        yield tell


def _count_kept(decided: "Decided", kept: list[str]) -> None:
    if decided.kept:
        kept.append(decided.input.source)


def _inert(line: str) -> Any:  # noqa: ANN401 - rich.text.Text, imported late
    from rich.text import Text

    from gouji.publish.clean import clean_line

    return Text(clean_line(line))


@contextmanager
def _exits(say: Language) -> Iterator[None]:
    """Turn what stops a run into one line on stderr and its exit code."""
    try:
        yield
    except KeyboardInterrupt as error:
        typer.echo(say("interrupted"), err=True)
        raise typer.Exit(ExitCode.INTERRUPTED) from error
    except OutputError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(ExitCode.OUTPUT) from error
    except RulebookError as error:
        typer.echo(say("rulebook_broken", detail=error), err=True)
        raise typer.Exit(ExitCode.RULEBOOK) from error
    except UsageError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(ExitCode.USAGE) from error
    except DocumentError as error:
        typer.echo(error.message, err=True)
        raise typer.Exit(ExitCode.INCOMPLETE) from error


def _rule_lines(checks: list[tuple[str, str, str]], say: Language) -> Iterator[str]:
    from gouji.languages import TEXTS
    from gouji.notices import CATALOGUE

    yield say("rules_line", checks=len(checks), notices=len(CATALOGUE))
    for family in dict.fromkeys(code[:3] for code, _, _ in checks):
        members = [check for check in checks if check[0].startswith(family)]
        name = say(f"family_{family}") if f"family_{family}" in TEXTS else ""
        yield f"\n{family} {name} ({len(members)})"
        yield from (f"  {code}  {severity:<5}  {title}" for code, severity, title in members)
    yield f"\n{say('notices_head')} ({len(CATALOGUE)})"
    yield from (f"  {code:<6}  {doubt.title}" for code, doubt in CATALOGUE.items())


def _usage_text(error: Any, say: Language) -> str:  # noqa: ANN401 - the parser's own class has no public name
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return ""  # the help is printed already
    if kind == "MissingParameter" and error.param is not None:
        return say("missing_parameter", name=error.param.metavar or error.param.name) + "\n"
    if kind == "NoSuchOption":
        return say("no_such_option", name=error.option_name) + "\n"
    return say("no_such_command", detail=error.format_message().rstrip(".")) + "\n"


def _translated(base: Any, say: Language) -> Any:  # noqa: ANN401 - a class of typer's, group or command
    """Return the class with its own words in the language of the rest."""

    class Translated(base):  # type: ignore[misc]  # the base is a parameter
        def get_usage(self, ctx: Any) -> str:  # noqa: ANN401 - the parser's context
            return str(super().get_usage(ctx)).replace("Usage: ", say("usage"), 1)

        def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - the parser's option
            option = super().get_help_option(ctx)
            if option is not None:
                option.help = say("help")
            return option

    return Translated


def _translate_panels(say: Language) -> None:
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = say("panel_arguments")
    rich_utils.OPTIONS_PANEL_TITLE = say("panel_options")
    rich_utils.COMMANDS_PANEL_TITLE = say("panel_commands")
    rich_utils.DEFAULT_STRING = say("default")
    rich_utils.REQUIRED_LONG_STRING = say("required")
