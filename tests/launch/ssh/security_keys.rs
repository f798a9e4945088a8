//! FIDO security keys without hardware: an ordinary key signs what an authenticator would sign.

use base64ct::{Base64, Encoding as _};
use launch::ssh::{Fault, Signature};
use ssh_key::sha2::{Digest as _, Sha256};
use ssh_key::{HashAlg, PrivateKey, SigningKey, SshSig};

use super::workshop::Workshop;
use super::{MESSAGE, NAMESPACE};

const ED25519: &str = "sk-ssh-ed25519@openssh.com";
const ECDSA: &str = "sk-ecdsa-sha2-nistp256@openssh.com";

/// What an authenticator is asked for, and what it adds.
struct Touch {
    application: &'static str,
    flags: u8,
    counter: u32,
}

fn string(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("a short text");
    [&length.to_be_bytes(), bytes].concat()
}

/// Signs raw bytes, through the one trait that the crate hands out.
fn raw<K: SigningKey>(key: &K, bytes: &[u8]) -> Vec<u8> {
    key.try_sign(bytes).expect("a signature").as_bytes().to_vec()
}

/// The public half of the security key that an ordinary key stands in for.
fn public(key: &PrivateKey, kind: &str, touch: &Touch) -> Vec<u8> {
    let data = key.public_key().key_data();
    let application = string(touch.application.as_bytes());
    if let Some(point) = data.ecdsa() {
        return [string(kind.as_bytes()), string(b"nistp256"), string(point.as_sec1_bytes()), application]
            .concat();
    }
    let point = &data.ed25519().expect("an ed25519 key").0;
    [string(kind.as_bytes()), string(point), application].concat()
}

/// The armoured signature by that security key.
fn sign(key: &PrivateKey, kind: &str, touch: &Touch, hash: HashAlg) -> String {
    let asked = SshSig::signed_data(NAMESPACE, hash, MESSAGE).expect("a text");
    let added = [&[touch.flags], touch.counter.to_be_bytes().as_slice()].concat();
    let signed = [&Sha256::digest(touch.application)[..], &added, &Sha256::digest(asked)[..]].concat();
    let inner = [string(kind.as_bytes()), string(&raw(key, &signed)), added].concat();
    let blob = [
        b"SSHSIG".to_vec(),
        1u32.to_be_bytes().to_vec(),
        string(&public(key, kind, touch)),
        string(NAMESPACE.as_bytes()),
        string(b""),
        string(hash.as_str().as_bytes()),
        string(&inner),
    ]
    .concat();
    format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", Base64::encode_string(&blob))
}

fn private(workshop: &Workshop, name: &str, kind: &str) -> PrivateKey {
    let path = workshop.key(name, kind, None, "");
    PrivateKey::from_openssh(std::fs::read_to_string(path).expect("a key")).expect("a key")
}

#[test]
fn security_keys_are_accepted_on_both_sides_touched_or_not() {
    let Some(workshop) = Workshop::open() else { return };
    for (kind, ordinary) in [(ED25519, "ed25519"), (ECDSA, "ecdsa")] {
        let key = private(&workshop, ordinary, ordinary);
        for flags in [1, 5, 0, 4] {
            for hash in [HashAlg::Sha512, HashAlg::Sha256] {
                let touch = Touch { application: "ssh:launch", flags, counter: 7 };
                let text = sign(&key, kind, &touch, hash);
                let line = Base64::encode_string(&public(&key, kind, &touch));
                let signers = workshop.write("signers", &format!("omar@acme.example {kind} {line}\n"));
                let theirs = workshop.verify(&signers, "omar@acme.example", &text, MESSAGE);
                assert_eq!(theirs.code, 0, "{kind} {flags}: {}", theirs.err);
                assert_ne!(workshop.verify(&signers, "omar@acme.example", &text, b"another").code, 0);
                let ours = Signature::parse(&text).expect("a signature");
                assert_eq!(ours.verify(NAMESPACE, MESSAGE), Ok(()), "{kind} {flags}");
                assert_eq!(ours.verify(NAMESPACE, b"another"), Err(Fault::Bad));
                assert_eq!(ours.key().line(), format!("{kind} {line}"));
                let printed = workshop.write("sk.pub", &format!("{kind} {line}\n"));
                let printed = workshop.must("ssh-keygen", &["-l", "-f", &printed.to_string_lossy()], b"");
                assert_eq!(printed.split(' ').nth(1), Some(ours.fingerprint().as_str()));
            }
        }
    }
}

#[test]
fn what_the_authenticator_signed_cannot_be_changed() {
    let Some(workshop) = Workshop::open() else { return };
    for (kind, ordinary) in [(ED25519, "ed25519"), (ECDSA, "ecdsa")] {
        let key = private(&workshop, ordinary, ordinary);
        let touch = Touch { application: "ssh:", flags: 0, counter: 7 };
        let text = sign(&key, kind, &touch, HashAlg::Sha512);
        let signers = Base64::encode_string(&public(&key, kind, &touch));
        let signers = workshop.write("signers", &format!("omar@acme.example {kind} {signers}\n"));
        let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
        let blob = Base64::decode_vec(&body).expect("Base64");
        // The flags, the counter, and the last byte of the signature before them.
        for from_end in [5, 4, 1, 6] {
            let mut forged = blob.clone();
            let at = forged.len() - from_end;
            forged[at] ^= 1;
            let forged = format!(
                "-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n",
                Base64::encode_string(&forged)
            );
            assert_ne!(workshop.verify(&signers, "omar@acme.example", &forged, MESSAGE).code, 0);
            let ours = Signature::parse(&forged).expect("a signature");
            assert_eq!(ours.verify(NAMESPACE, MESSAGE), Err(Fault::Bad), "{kind} {from_end}");
        }
    }
}
