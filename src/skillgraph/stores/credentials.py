"""User, password and database of a server, from the environment or by asking."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

#: Asks a person for the password of a user.
AskPassword = Callable[[str], str]


def neo4j_credentials(ask: AskPassword) -> dict[str, str | None]:
    """For a Bolt server: from NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE or, for the password, by asking.

    Args:
        ask: is asked where a person sits at the terminal and no password is set.
    """
    username = os.environ.get("NEO4J_USERNAME")
    password = os.environ.get("NEO4J_PASSWORD")
    if password is None and sys.stdin.isatty():
        password = ask(username or "neo4j")
    if password and not username:
        username = "neo4j"
    return {"username": username, "password": password, "database": os.environ.get("NEO4J_DATABASE")}


def sparql_credentials(ask: AskPassword) -> dict[str, str | None]:
    """For a SPARQL server: from SPARQL_TOKEN, or SPARQL_USERNAME and SPARQL_PASSWORD, or by asking for that password.

    Args:
        ask: is asked where a person sits at the terminal and a user but no password is set.
    """
    if token := os.environ.get("SPARQL_TOKEN"):
        return {"token": token}
    username = os.environ.get("SPARQL_USERNAME")
    password = os.environ.get("SPARQL_PASSWORD")
    if username and password is None and sys.stdin.isatty():
        password = ask(username)
    return {"username": username, "password": password}
