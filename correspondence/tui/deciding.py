"""A person's word on what came in on a call: one act, one entry in the journal."""

from correspondence.workspace import Workspace


def confirm(workspace: Workspace, thread: str, letter: str, number: int) -> str:
    """Let an answer count as it says; what came of it, in a line.

    Raises:
        CorrespondenceError: it cannot count, since it has been decided, or nobody knows whom it is from.
    """
    from correspondence.signons.answers import accept
    from correspondence.store.change import change

    with change(workspace, "signon confirm", f"{thread}/{letter}") as act:
        answer, signon = accept(act.session, thread, letter, number, by=act.actor, at=act.at)
        name = signon.name if signon else answer.name or answer.sender or ""
        act.detail |= {"answer": number, "says": answer.says, "name": name}
        return f"{name} {answer.says}"


def reject(workspace: Workspace, thread: str, letter: str, number: int) -> str:
    """Let an answer count for nothing; what came of it, in a line.

    Raises:
        CorrespondenceError: it has been decided.
    """
    from correspondence.signons import answers
    from correspondence.store.change import change

    with change(workspace, "signon reject", f"{thread}/{letter}") as act:
        answer = answers.reject(act.session, thread, letter, number, by=act.actor, at=act.at)
        name = answer.name or answer.sender or ""
        act.detail |= {"answer": number, "from": name}
        return f"rejected: {name or f'answer {number}'}"
