"""A provider of identities that does what a test tells it, also what none should do.

It runs as a process of its own: `python -m tests.sso.provider`, which prints its address. A test
tells it who is there and how to misbehave through `/tell`.
"""

import base64
import hashlib
import json
import secrets
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "mnr", "secret of the client"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
PUBLIC |= {"kid": "one", "use": "sig", "alg": "RS256"}


class State:
    """Who is signed in here, what is told of them, and the codes that were handed out."""

    claims: dict = {}
    fault: str = ""
    codes: dict = {}


class Handler(BaseHTTPRequestHandler):
    """The addresses of the provider."""

    @property
    def issuer(self):
        return "http://{}:{}".format(*self.server.server_address)

    def do_GET(self):
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            return self.answer(self.configuration())
        if parts.path == "/keys":
            return self.answer({"keys": [PUBLIC]})
        if parts.path == "/authorize":
            return self.authorize(query)
        return self.answer({}, 404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/tell":
            told = json.loads(body)
            State.claims, State.fault = told["claims"], told["fault"]
            return self.answer({})
        form = {name: values[0] for name, values in parse_qs(body).items()}
        return self.token(form)

    def configuration(self):
        issuer = "https://other.example" if State.fault == "names another issuer" else self.issuer
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, query):
        """Whoever a test says is there has signed in already."""
        code = secrets.token_urlsafe(16)
        State.codes[code] = query
        back = {"code": code, "state": query["state"], "iss": self.issuer}
        if State.fault == "comes from another issuer":
            back["iss"] = "https://other.example"
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{urlencode(back)}")
        self.end_headers()

    def token(self, form):
        asked = State.codes.pop(form["code"], None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        fits = (
            asked is not None
            and asked["code_challenge_method"] == "S256"
            and asked["code_challenge"] == challenge
            and asked["redirect_uri"] == form["redirect_uri"]
            and (form["client_id"], form["client_secret"]) == (CLIENT, SECRET)
        )
        if not fits:
            return self.answer({"error": "invalid_grant"}, 400)
        token = {"access_token": "unused", "token_type": "Bearer"}
        return self.answer(token | {"id_token": self.id_token(asked)})

    def id_token(self, asked):
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce", ""),
            "auth_time": now,
            **State.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return FAULTS.get(State.fault, sign)(claims)

    def answer(self, content, status=200):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


def sign(claims, key=KEY, algorithm="RS256", kid="one"):
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})


def unsigned(claims):
    return jwt.encode(claims, None, algorithm="none", headers={"kid": "one"})


def signature_removed(claims):
    return sign(claims).rpartition(".")[0] + "."


def tampered(claims):
    """Somebody else's subject put into a token that was signed."""
    head, _body, signature = sign(claims).split(".")
    body = json.dumps(claims | {"sub": "nia"}).encode()
    return f"{head}.{base64.urlsafe_b64encode(body).rstrip(b'=').decode()}.{signature}"


def signed_with_public_key(claims):
    """The published key taken for a shared secret."""
    text = jwt.utils.base64url_encode
    head = text(json.dumps({"alg": "HS256", "typ": "JWT", "kid": "one"}).encode())
    body = text(json.dumps(claims).encode())
    import hmac

    mac = hmac.new(json.dumps(PUBLIC).encode(), head + b"." + body, hashlib.sha256).digest()
    return b".".join([head, body, text(mac)]).decode()


FAULTS = {
    "unsigned": unsigned,
    "signature removed": signature_removed,
    "tampered": tampered,
    "another key": lambda claims: sign(claims, OTHER_KEY),
    "unknown key": lambda claims: sign(claims, OTHER_KEY, kid="two"),
    "public key as secret": signed_with_public_key,
    "keys that it names itself": lambda claims: jwt.encode(
        claims, OTHER_KEY, algorithm="RS256", headers={"kid": "two", "jku": "http://127.0.0.1:9/k"}
    ),
    "no token": lambda claims: "",
    "nonsense": lambda claims: "a.b.c",
}


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print("http://{}:{}".format(*server.server_address), flush=True)  # noqa: T201
    server.serve_forever()


if __name__ == "__main__":
    main()
