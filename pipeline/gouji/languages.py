"""What the command line says, in Chinese and in English."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

LANGUAGES = ("zh", "en")

TEXTS: Mapping[str, tuple[str, str]] = {
    "app": (
        "勾稽：读取公开的预算绩效目标表与绩效自评表，还原每个单元格，逐条核对算术与评分。",
        "gouji reads published Chinese budget-performance tables, rebuilds every cell, judges arithmetic and scoring.",
    ),
    "lang": ("界面语言：zh 中文，en 英文。", "Language: zh Chinese, en English."),
    "version": ("显示版本。", "Show the version."),
    "help": ("显示帮助。", "Show this message."),
    "audit": (
        "读取文件、文件夹或通配符所指的文档，核对后把结果写入输出目录。\n\n默认接着上次的结果做。\n\n"
        "退出码：0 没有错误；1 至少一处 ERROR；2 用法有误；3 有文件未能处理或未读全；"
        "4 规则有误；5 无法写出；130 中断。",
        "Audit documents, folders or patterns and write the results to the output folder.\n\nResumes by default.\n\n"
        "Exit codes: 0 no error; 1 at least one ERROR; 2 wrong usage; 3 some input not read, or not wholly; "
        "4 broken rulebook; 5 output could not be written; 130 interrupted.",
    ),
    "check": (
        "用现在的规则重新核对输出目录里的记录，不再读取文档。",
        "Judge the records of an output folder again by the present rulebook, without reading documents.",
    ),
    "show": ("以文本显示一份文档在某一步的结果。", "Show what a stage makes of one document, as text."),
    "explain": ("显示一条规则或一种读数存疑的说明。", "Show the page of a check or of a notice."),
    "rules": ("列出全部规则。", "List the checks."),
    "doctor": ("检查本机哪些可选部件可用。", "Tell which optional parts work here."),
    "inputs": ("文件、文件夹或通配符。", "Files, folders or patterns."),
    "output": ("输出目录。", "Output folder."),
    "rules_dir": ("规则目录，默认用程序自带的。", "Folder of rules; the program's own by default."),
    "fresh": ("丢弃此输出目录里已读的结果，全部重读。", "Discard what has been read there and read everything again."),
    "second_reader": (
        "用第二个读取程序复读单元格：errors 只复读错误所据的，all 全部，off 不复读。",
        "Read cells again with a second program: errors those an ERROR rests on, all, or off.",
    ),
    "verbose": ("在屏幕上显示程序内部错误的详情。", "Show the details of internal errors on the screen."),
    "folder": ("gouji audit 的输出目录。", "An output folder of gouji audit."),
    "file": ("一份文档。", "A document."),
    "stage": ("步骤：", "Stage: "),
    "code": ("规则代码（如 AMT-01）或存疑代码（如 STR-03）。", "Code of a check (AMT-01) or of a notice (STR-03)."),
    "panel_arguments": ("参数", "Arguments"),
    "panel_options": ("选项", "Options"),
    "panel_commands": ("命令", "Commands"),
    "usage": ("用法：", "Usage: "),
    "missing_parameter": ("缺少参数 {name}。用 gouji --help 查看用法", "Missing {name}. See gouji --help"),
    "no_such_option": ("没有选项 {name}。用 gouji --help 查看用法", "No such option: {name}. See gouji --help"),
    "no_such_command": ("用法有误：{detail}。用 gouji --help 查看用法", "Wrong usage: {detail}. See gouji --help"),
    "no_such_stage": ("没有步骤 {name}，可用：{known}", "No stage {name}; there are: {known}"),
    "no_such_code": ("没有代码 {name}。用 gouji rules 查看全部规则", "No code {name}. See gouji rules"),
    "interrupted": (
        "已中断。读完的文档已保存，再次运行同一命令即可继续。",
        "Interrupted. Finished documents are kept; run the same command again to go on.",
    ),
    "rulebook_broken": ("规则有误，未作核对：{detail}", "Broken rulebook, nothing judged: {detail}"),
    "progress": ("[{done}/{total}] {status} {source}", "[{done}/{total}] {status} {source}"),
    "progress_bar": ("读取", "Reading"),
    "judging": ("正在核对并写出结果…", "Judging and writing…"),
    "inputs_line": ("输入 {total} 份：{parts}", "{total} inputs: {parts}"),
    "kept_line": (
        "其中 {count} 份的内容已经读过（上次运行，或与另一份相同），未再读取。",
        "{count} of them hold content read before (by an earlier run, or under another name) and were not read again.",
    ),
    "tables_line": (
        "读出绩效表 {tables} 张、指标 {indicators} 个。",
        "Read {tables} performance tables with {indicators} indicators.",
    ),
    "no_performance": ("无绩效表", "no performance table"),
    "findings_line": (
        "问题：{parts}。读数存疑 {notices} 处。",
        "Findings: {parts}. Doubts about the reading: {notices}.",
    ),
    "info_line": ("另有提示 {count} 条，见报告。", "{count} INFO findings are in the report."),
    "more_line": ("其余 {count} 条见报告。", "{count} more are in the report."),
    "outputs_line": ("结果在 {folder}：", "Results in {folder}:"),
    "output_workbook": ("底稿，用 Excel 或 WPS 打开", "workbook"),
    "output_report": ("报告，用浏览器打开", "report, opens in a browser"),
    "output_csv": ("问题清单", "findings, also as .jsonl"),
    "output_data": (
        "全部记录（Parquet），说明见 datapackage.json",
        "all records (Parquet), described in datapackage.json",
    ),
    "column_where": ("文件与位置", "File and place"),
    "column_what": ("说明与算式", "What and arithmetic"),
    "column_rule": ("规则", "Rule"),
    "ok": ("已读取", "ok"),
    "partial": ("部分读取", "partial"),
    "quarantined": ("未能处理", "quarantined"),
    "skipped": ("已跳过", "skipped"),
    "ERROR": ("错误", "ERROR"),
    "WARN": ("存疑", "WARN"),
    "INFO": ("提示", "INFO"),
    "exit_findings": ("退出码 1：发现算不平的地方。", "Exit code 1: something does not add up."),
    "exit_incomplete": (
        "退出码 3：没有发现错误，但有文件未能处理或未读全。",
        "Exit code 3: no error, but some input was not read, or not wholly.",
    ),
    "exit_ok": ("退出码 0：没有发现错误。", "Exit code 0: no error found."),
    "rules_line": ("共 {checks} 条规则、{notices} 种读数存疑。", "{checks} checks and {notices} kinds of doubt."),
    "notices_head": ("读数存疑", "Doubts about the reading"),
    "notice_page": (
        "# {code} {title}\n\n读数存疑：对读取的提示，不是文件的问题。\n\n建议：{remedy}\n",
        "# {code} {title}\n\nA doubt about the reading, not a fault of the document.\n\nWhat to do: {remedy}\n",
    ),
    "family_AMT": ("金额", "Amounts"),
    "family_WGT": ("分值", "Weights"),
    "family_SCR": ("得分", "Scores"),
    "family_EXE": ("预算执行", "Execution"),
    "family_TOT": ("合计", "Totals"),
    "family_RSN": ("偏差原因", "Reasons"),
    "family_IND": ("指标", "Indicators"),
    "family_TXT": ("文字", "Texts"),
    "family_STR": ("结构", "Structure"),
    "family_XDC": ("文档之间", "Across documents"),
    "errors_line": ("程序内部错误的详情在 {path}", "Details of internal errors in {path}"),
    "default": ("[默认：{{}}]", "[default: {{}}]"),
    "required": ("[必填]", "[required]"),
    "options_metavar": ("[选项]", "[OPTIONS]"),
    "command_metavar": ("命令 [参数]...", "COMMAND [ARGS]..."),
    "input_metavar": ("输入", "INPUT"),
    "doctor_yes": ("可用", "works"),
    "doctor_no": ("不可用", "missing"),
}


class Language:
    """Says things in one language: `say("key", name=value)`."""

    def __init__(self, name: str) -> None:
        if name not in LANGUAGES:
            raise ValueError(name)
        self.name = name
        self._index = LANGUAGES.index(name)

    def __call__(self, key: str, **fields: object) -> str:
        """Return the text with its fields filled in."""
        return TEXTS[key][self._index].format(**fields)


def take_language(arguments: list[str]) -> tuple[Language, list[str]]:
    """Take `--lang NAME` out of the arguments, wherever it stands: the help itself depends on it.

    A name that is no language is left for the parser to refuse.
    """
    for at, (here, after) in enumerate(itertools.zip_longest(arguments, arguments[1:], fillvalue="")):
        if here == "--lang" and after in LANGUAGES:
            return Language(after), arguments[:at] + arguments[at + 2 :]
        if here.removeprefix("--lang=") in LANGUAGES and here.startswith("--lang="):
            return Language(here.removeprefix("--lang=")), arguments[:at] + arguments[at + 1 :]
    return Language(LANGUAGES[0]), arguments
