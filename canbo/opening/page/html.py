"""The station's page as HTML: no script, so that nothing runs in the browser that sees a passphrase."""

from __future__ import annotations

from html import escape

from canbo.opening.page.session import Session

STYLE = """
body { font: 17px/1.5 "Noto Sans", "Liberation Sans", Arial, sans-serif; color: #1c1c1c; background: #fff; margin: 0; }
main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; margin: 0; } header { border-bottom: 2px solid #8c1d18; padding-bottom: .75rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; } p { margin: .4rem 0; } .muted { color: #595959; }
table { border-collapse: collapse; width: 100%; } caption { position: absolute; left: -99rem; }
th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid #ddd; vertical-align: top; }
td.num { text-align: right; font-variant-numeric: tabular-nums; } code { overflow-wrap: anywhere; font-size: .85em; }
label { display: block; margin: .6rem 0 .15rem; font-weight: 600; }
input { font: inherit; width: 100%; box-sizing: border-box; padding: .35rem .5rem; border: 1px solid #767676; }
button { font: inherit; margin: .75rem .5rem 0 0; padding: .4rem 1rem; border: 1px solid #8c1d18;
  background: #fff; color: #8c1d18; }
button.first { background: #8c1d18; color: #fff; } button.small { margin: 0; padding: .1rem .6rem; }
:focus-visible { outline: 3px solid #1b5fa8; outline-offset: 1px; }
.note { border-left: 4px solid #8c1d18; background: #fbf1f0; padding: .5rem .75rem; margin: 1rem 0; }
.good { border-color: #1d6b36; background: #eff7f1; } progress { width: 100%; height: 1.25rem; }
@media (max-width: 32rem) { th, td { padding-right: .4rem; } body { font-size: 16px; } }
"""


def page(session: Session, base: str, refusal: str = "") -> str:
    """The page as things stand; `base` the secret beginning of its addresses, `refusal` why the last act was
    refused."""
    state = session.state
    parts = [_survey(session)]
    if state == "opening":
        parts.append(_progress(session))
    elif state == "done":
        parts.append(_done(session, base))
    else:
        parts += [_refused(refusal or session.refusal), _keys(session, base), _papers(session, base)]
        parts.append(_open(session, base))
    again = '<meta http-equiv="refresh" content="1">' if state == "opening" else ""
    title = escape(session.export.manifest.title)
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8">{again}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>Mở hòm: {title}</title><link rel="stylesheet" href="{base}style.css"></head>'
        f"<body><main><header><h1>Mở hòm phiếu: {title}</h1></header>{''.join(parts)}</main></body></html>"
    )


def closed() -> str:
    """What is shown once the station was shut."""
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Đã đóng</title></head>'
        "<body><p>Trạm mở hòm đã đóng và đã quên mọi khóa. Có thể đóng cửa sổ này.</p></body></html>"
    )


def _survey(session: Session) -> str:
    manifest = session.export.manifest
    groups = "".join(
        f'<tr><td>{escape(one.label)}</td><td class="num">{one.invited}</td></tr>' for one in manifest.groups
    )
    what = "Phiếu tín nhiệm: công bố đúng số phiếu." if manifest.profile == "vote" else (
        f"Nhóm dưới {manifest.k} ý kiến được che trước khi kết quả rời máy này."
    )  # fmt: skip
    return (
        f'<p class="muted">Máy này không được nối mạng. Có {len(session.export.ballots)} phiếu niêm trong bản xuất; '
        f"cần {manifest.need} trong {len(manifest.trustees)} người giữ khóa. {what}</p>"
        f"<p>Mã đợt: <code>{manifest.hash}</code></p>"
        f"<details><summary>{len(manifest.groups)} nhóm</summary><table><caption>Các nhóm</caption>"
        f"<thead><tr><th>Nhóm</th><th>Số mời</th></tr></thead><tbody>{groups}</tbody></table></details>"
    )


def _refused(why: str) -> str:
    return f'<div class="note" role="alert"><p>Không làm: {escape(why)}.</p></div>' if why else ""


def _keys(session: Session, base: str) -> str:
    manifest = session.export.manifest
    rows = "".join(
        f"<tr><td>{escape(one.name)}</td><td><code>{one.fingerprint}</code></td>"
        f"<td>{_state(session, base, at)}</td></tr>"
        for at, one in enumerate(manifest.trustees)
    )
    lacking = manifest.need - len(session.given)
    absent = ", ".join(one.name for at, one in enumerate(manifest.trustees) if at not in session.given)
    told = (
        f"Thiếu {lacking} khóa, chưa mở được. Chưa có khóa của: {escape(absent)}. Nếu số khóa đã mất làm không đủ "
        f"{manifest.need} khóa thì không ai mở được hòm này nữa."
        if lacking > 0
        else "Đã đủ khóa."
    )
    return (
        "<h2>1. Người giữ khóa</h2><table><caption>Người giữ khóa</caption><thead><tr><th>Họ tên</th>"
        f"<th>Dấu của khóa</th><th></th></tr></thead><tbody>{rows}</tbody></table><p>{told}</p>"
        f'<form method="post" action="{base}key" enctype="multipart/form-data">'
        '<label for="file">Tệp khóa</label><input id="file" type="file" name="file" required>'
        '<label for="pass">Cụm mật khẩu</label>'
        '<input id="pass" type="password" name="passphrase" autocomplete="off" required>'
        '<button class="first">Đưa khóa vào</button></form>'
        '<p class="muted">Từng người so dấu trên với dấu đã ghi khi tạo khóa, tự đưa tệp và tự gõ. Mỗi khóa mở phiếu '
        "và ký kết quả. Khóa chỉ nằm trong bộ nhớ của máy này đến khi mở xong.</p>"
    )


def _state(session: Session, base: str, place: int) -> str:
    if place not in session.given:
        return '<span class="muted">chưa đưa</span>'
    return (
        f'<form method="post" action="{base}forget"><input type="hidden" name="place" value="{place}">'
        'đã đưa <button class="small">Bỏ ra</button></form>'
    )


def _papers(session: Session, base: str) -> str:
    rows = "".join(f"<li>{escape(label)}: {count} phiếu</li>" for label, count in session.counted_by_hand.items())
    there = (
        f'<ul>{rows}</ul><form method="post" action="{base}papers"><button>Bỏ bảng này</button></form>' if rows else ""
    )
    return (
        "<h2>2. Phiếu giấy kiểm tay, nếu có</h2>"
        f'<p><a href="{base}phieu-giay.csv">Tải bảng trống</a>, điền tổng của từng nhóm, từng câu, rồi đưa vào. Chỉ có '
        f"tổng, không có từng phiếu.</p>{there}"
        f'<form method="post" action="{base}papers" enctype="multipart/form-data">'
        '<label for="papers">Bảng kiểm (CSV)</label><input id="papers" type="file" name="file" accept=".csv" required>'
        "<button>Đưa bảng vào</button></form>"
    )


def _open(session: Session, base: str) -> str:
    return (
        "<h2>3. Mở</h2>"
        f'<form method="post" action="{base}open"><label for="root">Mốc cuối đã công bố</label>'
        f'<input id="root" name="root" maxlength="120" autocomplete="off" spellcheck="false" required '
        f'value="{escape(session.root)}">'
        '<p class="muted">Chép từ bản dán tường hoặc thông báo, không chép từ máy chủ. Thiếu hay thừa một phiếu '
        "thì mốc không khớp và máy không mở.</p>"
        '<label for="lists">Dấu của danh sách phiếu</label>'
        '<input id="lists" name="lists" maxlength="120" autocomplete="off" spellcheck="false" required '
        f'value="{escape(session.lists)}">'
        '<p class="muted">Chép từ biên bản phát phiếu, hoặc biên bản kết thúc phát phiếu trực tuyến. Khác dấu đó thì '
        "có người đã sửa danh sách ai được gửi phiếu, và máy không mở.</p>"
        '<button class="first">Kiểm tra và mở hòm</button></form>'
    )


def _progress(session: Session) -> str:
    return (
        f'<h2>Đang kiểm tra và mở</h2><progress max="{max(session.total, 1)}" value="{session.steps}"></progress>'
        f'<p role="status">{session.steps} trong {session.total} bước: mỗi phiếu được kiểm tra rồi mới mở.</p>'
    )


def _done(session: Session, base: str) -> str:
    done = session.done
    assert done is not None
    rows = "".join(
        f"<tr><td><strong>{escape(path.name)}</strong><br>{escape(whom)}</td><td><code>{digest}</code></td></tr>"
        for path, whom, digest in session.files()
    )
    return (
        f'<div class="note good" role="status"><p>Đã mở. Đúng mốc đã công bố: <code>{done.root}</code></p></div>'
        f"<p>Phiếu trong hòm {done.size}, được tính {done.counted}, hỏng {done.lost}, phiếu giấy {done.papers}. "
        "Ghi các số này vào biên bản.</p>"
        f"<p>Đúng danh sách đã phát: <code>{done.lists}</code>. Người giữ khóa đã ký kết quả: "
        f"{escape(', '.join(done.signers))}.</p>"
        f"<p>Dấu khóa của hòm phiếu, so với dấu dán tường: <code>{'; '.join(done.boxes)}</code>."
        f"{' Có nhiều khóa: việc hòm phiếu mất khóa cũ phải có trong biên bản.' if len(done.boxes) > 1 else ''}</p>"
        f"<h2>Tệp được mang ra, ở {escape(str(session.to))}</h2><table><caption>Tệp được mang ra</caption><thead><tr>"
        "<th>Tệp, giao cho ai</th><th>Mã kiểm tra (SHA-256), ghi vào biên bản</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
        f'<form method="post" action="{base}close"><button class="first">Đóng trạm mở hòm</button></form>'
    )
