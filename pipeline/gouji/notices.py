"""The doubts a stage may have: code, title and what to do. Codes STR-xx and TXT-03 are those of docs/checks.

A stage writes `Notice(code=..., message=...)` with a message that says what was read and what was done about it. Codes
follow the road: R read, T trace, S stitch, C recognise, N normalise; STR-xx are doubts about the structure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A kind of notice: its title and what a reader of it may do."""

    title: str
    remedy: str


CATALOGUE: Mapping[str, Doubt] = {
    "R-01": Doubt(title="隐藏文字未计入", remedy="如确为表内文字，请对照原页核实。"),
    "R-02": Doubt(title="字符无法转为文字", remedy="请对照原页核实所缺文字。"),
    "R-03": Doubt(title="改用第二读取程序", remedy="结果可用，请抽查若干单元格。"),
    "R-04": Doubt(title="部分页没有文字层", remedy="扫描页未读取；安装 ocr 附加组件后可重读。"),
    "R-05": Doubt(title="扩展名与内容不符", remedy="已按内容读取，建议更正文件名。"),
    "R-06": Doubt(title="修订痕迹按接受后的文字读取", remedy="请确认修订是否应当接受。"),
    "R-07": Doubt(title="水印、印章或斜置文字未计入", remedy="多为水印或印章；如确为表内文字，请对照原页核实。"),
    "R-08": Doubt(title="读出的页数与文件声明不符", remedy="请核对原件是否完整。"),
    "R-09": Doubt(title="部分内容未读取", remedy="请打开原件核对未读取的部分。"),
    "R-10": Doubt(title="单元格内是图片而非文字", remedy="按空白读取；请对照原件核实图片中的内容。"),
    "R-11": Doubt(title="公式没有存储结果", remedy="按空白读取；请用表格软件打开、重算并保存后再读。"),
    "R-12": Doubt(title="数字格式未能套用", remedy="按常规格式读取，请对照原表核实显示的数字。"),
    "T-01": Doubt(title="表内有文字不在任何单元格内", remedy="请对照原页核实。"),
    "T-02": Doubt(title="文字越出单元格", remedy="请对照原页核实。"),
    "T-03": Doubt(title="单元格结构不合法，已按常见软件的画法读取", remedy="请对照原文件核实。"),
    "T-04": Doubt(title="表格线不全，单元格按文字位置推定", remedy="请对照原页抽查行、栏与合并单元格。"),
    "S-01": Doubt(title="仅凭版式判定为续表", remedy="请对照原页核实两段是否为同一张表。"),
    "C-01": Doubt(title="表式未识别，按表头词汇读取", remedy="请核对各栏含义；可在 rules/forms 中增加表式。"),
    "C-02": Doubt(title="表头有未识别的栏", remedy="该栏已保存为单元格，未参与核对。"),
    "C-03": Doubt(title="多个表式同样适合", remedy="请核对表式。"),
    "N-01": Doubt(title="应为数字的栏无法读成数字", remedy="请对照原页核实该格文字。"),
    "N-02": Doubt(title="金额单位未印出", remedy="金额未换算，请核实单位。"),
    "N-03": Doubt(title="数字超出可精确保存的范围", remedy="请对照原页核实该格。"),
    "STR-01": Doubt(title="跨页续接", remedy="重复印出的单元格已并为一格。"),
    "STR-02": Doubt(title="行错位", remedy="已按栏目内容移回，请对照原件。"),
    "STR-03": Doubt(title="级次名称缺失", remedy="已按上限与词汇补出，请对照原件。"),
    "STR-04": Doubt(title="重复行", remedy="重复的一行未计入，请对照原件。"),
    "STR-05": Doubt(title="文档在此中断", remedy="缺少的部分未作核对，请取得完整文件。"),
    "STR-06": Doubt(title="单元格被分页切开", remedy="两半已接合，请对照原件。"),
    "STR-09": Doubt(title="级次名称印在合并单元格的较低行", remedy="已按上限调整归属，请对照原件。"),
    "STR-10": Doubt(title="合计行的数字按栏目归属", remedy="请对照原件。"),
    "STR-11": Doubt(title="文字变体已统一", remedy="无须处理。"),
    "TXT-03": Doubt(title="重复印出的文字略有出入", remedy="保留较完整的一处，请对照原件。"),
}
