"""What was odd while reading a DOCX, counted on the way, and the notices it becomes at the end."""

from __future__ import annotations

from dataclasses import dataclass, field

from gouji.model.notice import Notice


@dataclass(slots=True)
class Doubts:
    """Counts and samples of each kind of doubt."""

    inserted: int = 0
    deleted: int = 0
    hidden: list[str] = field(default_factory=list)
    symbols: int = 0
    illegal: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)

    def notices(self) -> tuple[Notice, ...]:
        """Return one notice for each kind of doubt met."""
        found: list[Notice] = []
        if self.hidden:
            found.append(Notice(code="R-01", message=f"隐藏文字 {len(self.hidden)} 处未计入：{_some(self.hidden)}。"))
        if self.symbols:
            found.append(Notice(code="R-02", message=f"{self.symbols} 个符号字体的字符无法转为文字，以 � 代替。"))
        if self.inserted or self.deleted:
            message = f"文件带有修订痕迹：保留插入 {self.inserted} 处，略去删除 {self.deleted} 处。"
            found.append(Notice(code="R-06", message=message))
        if self.unread:
            found.append(Notice(code="R-09", message=f"文件内有部分未读取：{_some(self.unread)}。"))
        if self.pictures:
            message = f"单元格内只有图片、没有文字 {len(self.pictures)} 处：{_some(self.pictures)}；按空白读取。"
            found.append(Notice(code="R-10", message=message))
        if self.illegal:
            message = f"单元格结构不合法 {len(self.illegal)} 处：{_some(self.illegal)}；已按文字处理软件的画法读取。"
            found.append(Notice(code="T-03", message=message))
        return tuple(found)


def _some(items: list[str]) -> str:
    shown = "、".join(item[:40] for item in items[:5])
    return f"{shown} 等" if len(items) > 5 else shown
