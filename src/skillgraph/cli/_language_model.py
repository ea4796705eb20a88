"""The options of `extract` for a language model, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skillgraph.cli._terminal import data_stream
from skillgraph.model.errors import UsageError

if TYPE_CHECKING:
    from skillgraph.extract.language_model.extractor import LanguageModelExtractor
    from skillgraph.extract.protocol import Extractor

_OPTIONS = (
    click.option(
        "--llm-server", metavar="URL",
        help="Base of a server with the OpenAI-compatible protocol (Ollama, vLLM, llama.cpp). Its key, if it wants "
        "one, is read from SKILLGRAPH_LLM_KEY.",
    ),
    click.option("--llm-model", metavar="NAME", help="The server's name of the model."),
    click.option("--llm-remote", is_flag=True, help="The server may be another machine: the text goes there."),
    click.option(
        "--llm-requests", metavar="FILE", type=click.Path(path_type=Path),
        help="Write the requests as the Batch API's JSON Lines, and stop.",
    ),
    click.option(
        "--llm-answers", metavar="FILE", type=click.Path(path_type=Path),
        help="Take the answers from the Batch API's output instead of asking a server.",
    ),
)  # fmt: skip


def language_model_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options to a command."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def asking_extractor(own: Extractor, given: dict[str, Any]) -> LanguageModelExtractor:
    """The extractor that asks what the options name, beside another one.

    Raises:
        UsageError: the options name neither a server with a model nor a file of answers, or both.
    """
    from skillgraph.extract.language_model.extractor import LanguageModelExtractor
    from skillgraph.extract.language_model.server import Answers, Server

    server, answers = given["llm_server"], given["llm_answers"]
    if bool(server) == bool(answers):
        raise UsageError(
            "--extractor llm asks --llm-server URL with --llm-model NAME, or takes --llm-answers FILE; name one of them"
        )
    if answers:
        return LanguageModelExtractor(own, Answers(answers))
    return LanguageModelExtractor(own, Server(server, _model(given), remote=given["llm_remote"]))


def write_requests(documents: Iterable[Path], given: dict[str, Any], keep: bool) -> int:
    """Writes the requests for some documents, whole or not at all, and gives their number."""
    from skillgraph.documents import read_document
    from skillgraph.extract.language_model.request import batch_line, requests
    from skillgraph.writing.files import whole_file

    target, model = given["llm_requests"], _model(given)
    written = 0
    try:
        to_stream = str(target) == "-"
        with nullcontext(data_stream()) if to_stream else whole_file(target) as file:
            for document in documents:
                for request in requests(read_document(document, keep)):
                    file.write(batch_line(request, model))
                    written += 1
    except OSError as error:
        raise UsageError(f"{target}: can't be written: {error.strerror}") from None
    return written


def _model(given: dict[str, Any]) -> str:
    if not given["llm_model"]:
        raise UsageError("name the model with --llm-model, as the server calls it")
    return str(given["llm_model"])
