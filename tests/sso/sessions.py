"""What a session of a test proves."""

from mnr import signed_in


def is_signed_in(client):
    return "_auth_user_id" in client.session


def sign_in_of(client, person):
    """What the session proves of its person."""

    class Request:
        session = client.session

    return signed_in.sign_in_of(Request, person)
