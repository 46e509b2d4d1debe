import base64
import hashlib
import hmac
import time

TOLERANCE_SECONDS = 300


def verify(headers, body: bytes, secret: str) -> None:
    """Raises ValueError unless body, the bytes as they came, was signed with secret (whsec_...) just now."""
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not timestamp.isdecimal() or abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        raise ValueError("The delivery is too old, or has no time.")

    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    # While a secret is rotated there is a signature of each: one of them must be right.
    given = headers.get("webhook-signature", "").split(" ")
    if not any(hmac.compare_digest(each.encode(), expected.encode()) for each in given):
        raise ValueError("No signature is right.")
