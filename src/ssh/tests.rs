//! Signatures that OpenSSH made, and what becomes of them when a byte changes.

use base64ct::{Base64, Encoding as _};
use proptest::prelude::*;
use proptest::sample::Index;

use super::{BEGIN, END, Fault, Key, LIMIT, Signature};

const MESSAGE: &[u8] = b"launch: Invoice Assist 2.0\nstage: operations\n";
const NAMESPACE: &str = "launch-sign-off";

/// Signatures of the message, with the fingerprints that `ssh-keygen -l` printed of their keys.
const GOOD: [(&str, &str); 7] = [
    (include_str!("signatures/ed25519.sig"), "SHA256:9DCTGlvy3HsaSHH/MozBtjyBYzkYkPNDVmM0MWMF5Cw"),
    (include_str!("signatures/ecdsa-256.sig"), "SHA256:L55vMAorv5GTcOYHbvnZ/ISHGXiBHyaM6My+YZVuTD0"),
    (include_str!("signatures/ecdsa-384.sig"), "SHA256:MBrql9a3ucy4PwGekHcXS3UERVqwGajklJbTEnEpLDs"),
    (include_str!("signatures/ecdsa-521.sig"), "SHA256:N1K32pBmBod7a0Gf8tLfhvLtdv+zq/QcvgO9EWN2fS8"),
    (include_str!("signatures/rsa-2048.sig"), "SHA256:vcarZZnfg+cmGCOR8kmujHisxPdinMTs5PrCY5FwA20"),
    (include_str!("signatures/sk-ed25519.sig"), "SHA256:qwrzywLe6wBWaUK78hgOVvzNVLRIj9XSvWdVm4+0MR0"),
    (include_str!("signatures/sk-ecdsa.sig"), "SHA256:vYdH1oFoSXUwGAG8pxw8T4TDpCbNL9u5mm/NQH0jOIo"),
];

const ED25519: &str = GOOD[0].0;
const RSA: &str = GOOD[4].0;
const SECURITY_KEY: &str = GOOD[6].0;

fn read(text: &str) -> Signature {
    Signature::parse(text).expect("a signature")
}

fn blob(text: &str) -> Vec<u8> {
    let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    Base64::decode_vec(&body).expect("Base64")
}

fn armoured(blob: &[u8]) -> String {
    format!("{BEGIN}\n{}\n{END}\n", Base64::encode_string(blob))
}

fn string(bytes: &[u8]) -> Vec<u8> {
    [&u32::try_from(bytes.len()).expect("short").to_be_bytes(), bytes].concat()
}

/// The parts of a signature, put together as they stand in the binary form.
fn built(version: u32, key: &[u8], reserved: &[u8], signature: &Signature) -> Vec<u8> {
    let inner = [string(signature.algorithm.as_bytes()), string(&signature.data), signature.trailer.clone()];
    [
        b"SSHSIG".to_vec(),
        version.to_be_bytes().to_vec(),
        string(key),
        string(signature.namespace.as_bytes()),
        string(reserved),
        string(signature.hash.as_bytes()),
        string(&inner.concat()),
    ]
    .concat()
}

fn key_blob(signature: &Signature) -> Vec<u8> {
    let line = signature.key.line();
    Base64::decode_vec(line.split(' ').nth(1).expect("Base64")).expect("Base64")
}

#[test]
fn a_signature_vouches_for_its_text_and_purpose_alone() {
    for (text, fingerprint) in GOOD {
        let signature = read(text);
        assert_eq!(signature.verify(NAMESPACE, MESSAGE), Ok(()), "{text}");
        assert_eq!(signature.verify(NAMESPACE, b""), Err(Fault::Bad));
        assert_eq!(signature.verify("git", MESSAGE), Err(Fault::Namespace(NAMESPACE.to_owned())));
        assert_eq!(signature.fingerprint(), fingerprint);
        assert_eq!(armoured(&built(1, &key_blob(&signature), b"", &signature)), armoured(&blob(text)));
    }
}

#[test]
fn line_ends_and_blanks_make_no_difference() {
    for (text, _) in GOOD {
        let indented: String = text.lines().flat_map(|line| ["      ", line, " \t\n"]).collect();
        let layouts = [
            text.trim_end().to_owned(),
            text.replace('\n', "\r\n"),
            text.replace('\n', "\n\n"),
            text.replace('\n', " "),
            text.replace('\n', ""),
            format!("\n\n{indented}\n"),
        ];
        for layout in layouts {
            assert_eq!(Signature::parse(&layout), Ok(read(text)), "{layout}");
        }
    }
}

#[test]
fn what_is_no_signature_says_why() {
    let bytes = blob(ED25519);
    let signature = read(ED25519);
    let key = key_blob(&signature);
    let longer = [bytes.as_slice(), b"\0"].concat();
    let cases = [
        (String::new(), "does not begin with"),
        ("omar".to_owned(), "does not begin with"),
        (format!("{BEGIN}{END}"), "cut off"),
        (BEGIN.to_owned(), "does not begin with"),
        (ED25519.replace("SIGNATURE", "SIGNATUR"), "does not begin with"),
        (format!("{ED25519}{ED25519}"), "no Base64"),
        (ED25519.replacen("AAAA", "éAAA", 1), "no Base64"),
        (armoured(&longer), "damaged"),
        (armoured(bytes.split_last().expect("bytes").1), "damaged"),
        (armoured(b"SSHSIG"), "damaged"),
        (armoured(&built(0, &key, b"", &signature)), "version 0"),
        (armoured(&built(2, &key, b"", &signature)), "version 2"),
        (armoured(&built(1, &key, b"x", &signature)), "damaged"),
        (armoured(&built(1, &key[..20], b"", &signature)), "names a key that"),
        (armoured(&built(1, b"", b"", &signature)), "names a key that"),
        (" ".repeat(LIMIT + 1), "longer than 16 KiB"),
    ];
    for (text, why) in cases {
        let wrong = Signature::parse(&text).expect_err(why);
        assert!(wrong.contains(why), "{wrong}");
    }
    let nameless = Signature { namespace: String::new(), ..signature };
    assert!(Signature::parse(&armoured(&built(1, &key, b"", &nameless))).is_err());
}

#[test]
fn what_cannot_be_told_is_not_checked_and_never_good() {
    let other = |signature: Signature, why: &str| match signature.verify(NAMESPACE, MESSAGE) {
        Err(Fault::NotChecked(said)) => assert!(said.contains(why), "{said}"),
        other => panic!("{why}: {other:?}"),
    };
    other(read(include_str!("signatures/certificate.sig")), "certificate");
    other(read(include_str!("signatures/dsa.sig")), "`ssh-dss`");
    other(read(include_str!("signatures/rsa-1024.sig")), "less than 2048 bits");
    other(Signature { algorithm: "ssh-rsa".to_owned(), ..read(RSA) }, "SHA-1");
    other(Signature { hash: "sha384".to_owned(), ..read(ED25519) }, "`sha384`");
    let webauthn = format!("webauthn-{}", read(SECURITY_KEY).algorithm);
    other(Signature { algorithm: webauthn, ..read(SECURITY_KEY) }, "web browser");
    let large = [string(b"ssh-rsa"), string(&[1, 0, 1]), string(&[0x7f; 513])].concat();
    other(Signature { key: Key::read(&large).expect("a key"), ..read(RSA) }, "more than 4096 bits");
    let dsa = read(include_str!("signatures/dsa.sig"));
    assert_eq!(dsa.fingerprint(), "SHA256:fVMs2GPePlt3RZ/IvH+xfGhPhPWZuOiCmCi7NS6GmYA");
    let certificate = read(include_str!("signatures/certificate.sig"));
    assert_eq!(certificate.fingerprint(), GOOD[1].1, "that of the key in it");
}

#[test]
fn the_form_of_one_algorithm_is_bad_for_another() {
    for (text, _) in GOOD {
        for (other, _) in GOOD {
            let (signature, other) = (read(text), read(other));
            let mixed = Signature { algorithm: other.algorithm.clone(), ..signature.clone() };
            let same = mixed == signature;
            assert_eq!(mixed.verify(NAMESPACE, MESSAGE).is_ok(), same);
            let mixed = Signature { key: other.key.clone(), ..signature.clone() };
            assert_eq!(mixed.verify(NAMESPACE, MESSAGE).is_ok(), same);
            let mixed = Signature { data: other.data, trailer: other.trailer, ..signature };
            assert_eq!(mixed.verify(NAMESPACE, MESSAGE).is_ok(), same);
        }
    }
}

#[test]
fn the_same_bytes_cut_elsewhere_are_bad() {
    for (text, _) in GOOD {
        let signature = read(text);
        let bytes = [signature.data.as_slice(), &signature.trailer].concat();
        for cut in [0, 1, 5, 9, signature.data.len()] {
            let (data, trailer) = bytes.split_at(bytes.len() - cut);
            let recut = Signature { data: data.to_vec(), trailer: trailer.to_vec(), ..signature.clone() };
            assert_eq!(recut.verify(NAMESPACE, MESSAGE).is_ok(), recut == signature, "{text} {cut}");
        }
    }
}

#[test]
fn a_signature_of_rsa_may_lack_its_leading_zeros_and_no_more() {
    let message = b"message 310\n";
    let signature = read(include_str!("signatures/rsa-leading-zero.sig"));
    assert_eq!(signature.verify(NAMESPACE, message), Ok(()));
    let short = Signature { data: signature.data[1..].to_vec(), ..signature.clone() };
    assert_eq!((signature.data[0], short.verify(NAMESPACE, message)), (0, Ok(())));
    let long = Signature { data: [&[0], signature.data.as_slice()].concat(), ..signature };
    assert_eq!(long.verify(NAMESPACE, message), Err(Fault::Bad));
    let full = read(RSA);
    let short = Signature { data: full.data[1..].to_vec(), ..full };
    assert_eq!(short.verify(NAMESPACE, MESSAGE), Err(Fault::Bad), "its first byte was no zero");
}

#[test]
fn a_key_has_one_form() {
    let line = read(ED25519).key.line();
    let key = Key::parse(&line).expect("a key");
    assert_eq!(Key::parse(&format!("  {line}\tomar's laptop\r\n")), Ok(key.clone()));
    assert_eq!(key.line(), line);
    let point = read(GOOD[1].0).key.public().expect("a key");
    let point = point.key_data().ecdsa().expect("a point").as_sec1_bytes().to_vec();
    let ecdsa = |point: &[u8]| [string(b"ecdsa-sha2-nistp256"), string(b"nistp256"), string(point)].concat();
    assert!(Key::read(&ecdsa(&point)).is_ok());
    let compressed = [&[2 + (point[64] & 1)], &point[1..33]].concat();
    assert!(Key::read(&ecdsa(&compressed)).is_err(), "the same key in another form");
    let mut overlong = key_blob(&read(ED25519));
    overlong[18] += 1;
    assert!(Key::read(&overlong).is_err(), "a length that reaches past the end");
    let zeros = [string(b"ssh-rsa"), string(&[1, 0, 1]), string(&[0, 0x7f])].concat();
    assert!(Key::read(&zeros).is_err(), "a zero too many");
    for (line, why) in [
        ("", "kind"),
        ("ssh-ed25519", "kind"),
        ("ssh-ed25519 AAAA", "damaged"),
        ("ssh-ed25519 AAA", "Base64"),
        (
            line.replacen("ssh-ed25519", "ssh-rsa", 1).as_str(),
            "says that it is `ssh-rsa` and is `ssh-ed25519`",
        ),
        (format!("ssh-ed25519 {}", "A".repeat(LIMIT + 4)).as_str(), "longer"),
    ] {
        assert!(Key::parse(line).expect_err(why).contains(why));
    }
}

#[test]
fn every_byte_counts() {
    let original = blob(ED25519);
    for at in 0..original.len() {
        let mut bytes = original.clone();
        bytes[at] ^= 1 << (at % 8);
        let signature = Signature::parse(&armoured(&bytes));
        assert!(signature.is_err() || signature.is_ok_and(|read| read.verify(NAMESPACE, MESSAGE).is_err()));
    }
}

/// One change of the bytes of a signature.
#[derive(Clone, Debug)]
enum Change {
    Set(Index, u8),
    Flip(Index, u8),
    Insert(Index, u8),
    Remove(Index),
    Cut(Index),
    Double(Index, Index),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (at(), 0..8u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        (at(), any::<u8>()).prop_map(|(at, byte)| Change::Insert(at, byte)),
        at().prop_map(Change::Remove),
        at().prop_map(Change::Cut),
        (at(), at()).prop_map(|(from, to)| Change::Double(from, to)),
    ]
}

fn changed(bytes: &mut Vec<u8>, change: &Change) {
    if bytes.is_empty() {
        return;
    }
    let length = bytes.len();
    match change {
        Change::Set(at, byte) => bytes[at.index(length)] = *byte,
        Change::Flip(at, bit) => bytes[at.index(length)] ^= 1 << bit,
        Change::Insert(at, byte) => bytes.insert(at.index(length), *byte),
        Change::Remove(at) => drop(bytes.remove(at.index(length))),
        Change::Cut(at) => bytes.truncate(at.index(length)),
        Change::Double(from, to) => {
            let tail = bytes[from.index(length)..].to_vec();
            let at = to.index(length);
            bytes.splice(at..at, tail);
        }
    }
}

proptest! {
    #[test]
    fn a_changed_signature_never_verifies(
        kind in 0..GOOD.len(),
        changes in proptest::collection::vec(change(), 1..4),
    ) {
        let original = blob(GOOD[kind].0);
        let mut bytes = original.clone();
        for change in &changes {
            changed(&mut bytes, change);
        }
        prop_assume!(bytes != original);
        if let Ok(signature) = Signature::parse(&armoured(&bytes)) {
            let _ = (signature.fingerprint(), signature.key().line());
            prop_assert!(signature.verify(NAMESPACE, MESSAGE).is_err());
        }
    }

    #[test]
    fn a_changed_text_is_the_same_signature_or_none_that_verifies(
        kind in 0..GOOD.len(),
        changes in proptest::collection::vec(change(), 1..3),
    ) {
        let mut bytes = GOOD[kind].0.as_bytes().to_vec();
        for change in &changes {
            changed(&mut bytes, change);
        }
        if let Ok(signature) = Signature::parse(&String::from_utf8_lossy(&bytes)) {
            let same = signature == read(GOOD[kind].0);
            prop_assert_eq!(signature.verify(NAMESPACE, MESSAGE).is_ok(), same);
        }
    }

    #[test]
    fn nothing_makes_a_key_or_a_signature_panic(
        fields in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..80), 0..6),
        kind in proptest::sample::select(&Key::KINDS[..]),
        text in "\\PC{0,40}",
    ) {
        let key: Vec<u8> = string(kind.as_bytes()).into_iter()
            .chain(fields.iter().flat_map(|field| string(field))).collect();
        let whole = built(1, &key, b"", &read(ED25519));
        if let Ok(signature) = Signature::parse(&armoured(&whole)) {
            prop_assert!(signature.verify(NAMESPACE, MESSAGE).is_err());
        }
        let _ = Signature::parse(&armoured(&fields.concat()));
        let _ = Signature::parse(&text);
        let _ = Key::parse(&text);
    }
}

proptest! {
    // These reach the arithmetic every time, which is slow where nothing is optimised.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_changed_message_never_verifies(kind in 0..GOOD.len(), change in change()) {
        let mut message = MESSAGE.to_vec();
        changed(&mut message, &change);
        prop_assume!(message != MESSAGE);
        prop_assert_eq!(read(GOOD[kind].0).verify(NAMESPACE, &message), Err(Fault::Bad));
    }

    #[test]
    fn a_changed_part_in_a_sound_frame_never_verifies(
        kind in 0..GOOD.len(),
        part in 0..5,
        change in change(),
    ) {
        let original = read(GOOD[kind].0);
        let (mut signature, mut key) = (original.clone(), key_blob(&original));
        let text = |text: &mut String| {
            let mut bytes = std::mem::take(text).into_bytes();
            changed(&mut bytes, &change);
            *text = String::from_utf8_lossy(&bytes).into_owned();
        };
        match part {
            0 => text(&mut signature.hash),
            1 => text(&mut signature.algorithm),
            2 => changed(&mut key, &change),
            3 => changed(&mut signature.trailer, &change),
            _ => changed(&mut signature.data, &change),
        }
        prop_assume!(signature != original || key != key_blob(&original));
        if let Ok(signature) = Signature::parse(&armoured(&built(1, &key, b"", &signature))) {
            prop_assert!(signature.verify(NAMESPACE, MESSAGE).is_err(), "{:?}", signature);
        }
    }
}
