"""Writes a signed in-toto layout and the signed links of its steps: as many signatures as are asked for.

    layout.py FOLDER SIGNATURES

One of the signatures is the layout's own; each other is that of a step's link, by a person of its own.
The keys are made of fixed seeds: who measures needs the same files again, and protects nothing.
"""

import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from in_toto.models.layout import Layout, Step
from in_toto.models.link import Link
from in_toto.models.metadata import Metablock
from securesystemslib.signer import CryptoSigner


def signer(seed):
    private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    return private, CryptoSigner(private)


def main(folder, signatures):
    folder.mkdir(parents=True, exist_ok=True)
    private, owner = signer(1)
    layout = Layout(expires="2099-01-01T00:00:00Z")
    for number in range(2, signatures + 1):
        _, person = signer(number)
        key = person.public_key
        layout.add_functionary_key(key.to_dict() | {"keyid": key.keyid})
        name = f"stage-{number}"
        command = ["sign", name]
        layout.steps.append(Step(name=name, pubkeys=[key.keyid], expected_command=command))
        link = Metablock(signed=Link(name=name, command=command))
        link.create_signature(person)
        link.dump(str(folder / f"{name}.{key.keyid[:8]}.link"))
    signed = Metablock(signed=layout)
    signed.create_signature(owner)
    signed.dump(str(folder / "root.layout"))
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (folder / "owner.pub").write_bytes(public)


main(Path(sys.argv[1]), int(sys.argv[2]))
