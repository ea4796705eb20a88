"""The page on which a browser gives the token: it works without script, and stands wherever something was asked for."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif }
body { background: Canvas; color: CanvasText }
main { max-width: 28rem; margin: 15vh auto 0; padding: 0 1rem }
h1 { font-size: 1.4rem }
input, button { font: inherit; padding: .4rem .6rem; box-sizing: border-box; width: 100%; margin-top: .4rem }
#wrong { color: #b3261e; font-weight: 600 }
@media (prefers-color-scheme: dark) { #wrong { color: #ff9d94 } }
"""
#: The token of an address that the terminal showed is sent and taken out of the address before anything else; whoever
#: has come in already, but by a link of another site, to which browsers give no cookie, is shown what it asked for.
_SCRIPT = """
const form = document.forms[0], wrong = document.getElementById("wrong"), login = form.action;
const here = location.origin + location.pathname === login;
const on = () => here ? location.replace(login.replace(/login$/, "")) : location.reload();
const asked = async (how) => (await fetch(login, { redirect: "manual", ...how })).type === "opaqueredirect";
const send = async () => {
  wrong.hidden = true;
  if (await asked({ method: "POST", body: new URLSearchParams(new FormData(form)) })) return on();
  wrong.hidden = false;
  form.token.select();
};
form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
if (here && location.hash.length > 1) {
  form.token.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  send();
} else asked({ method: "HEAD" }).then((inside) => inside && on());
"""
_WORDS = {
    "en": (
        "A graph that wants a token",
        "Token, as the terminal of the server showed it or as its owner gave it to you",
        "Open",
        "This token is not the one.",
    ),
    "zh": ("此图谱需要令牌", "令牌（服务器终端显示的，或其管理者给您的）", "打开", "令牌不对。"),
}


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


#: What the page may do.
POLICY = (
    f"default-src 'none'; script-src {_hash(_SCRIPT)}; style-src {_hash(_STYLE)}; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def login_page(prefix: str, *, chinese: bool, wrong: bool) -> str:
    """The page.

    Args:
        prefix: of all addresses.
        chinese: whether it is in Chinese.
        wrong: whether it says that the token was not the one.

    Example:
        >>> "<form" in login_page("/skillgraph", chinese=False, wrong=False)
        True
    """
    language = "zh" if chinese else "en"
    title, label, button, no = map(escape, _WORDS[language])
    hidden = "" if wrong else " hidden"
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>skillgraph</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>\n'
        f'<body><main><h1>{title}</h1><form method="post" action="{escape(prefix)}/login">'
        '<input name="user" value="skillgraph" autocomplete="username" hidden>'
        f'<label for="token">{label}</label>'
        '<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>'
        f'<button>{button}</button></form><p id="wrong" role="alert"{hidden}>{no}</p></main>'
        f"<script>{_SCRIPT}</script></body></html>"
    )
