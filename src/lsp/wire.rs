//! Messages on the wire: a length, then JSON. What cannot be read as a message is told apart from the end
//! of the input, so that one bad message does not end a session.

use std::io::{self, BufRead, Read as _, Write};

use gen_lsp_types::json_rpc::{Error, Id, RequestObject, ResponseObject};
use gen_lsp_types::{ErrorCodes, Notification, Request};
use serde::Serialize;
use serde_json::Value;

/// The longest message that is read, in bytes. A plan has at most 1 MiB; a text that is far longer is
/// still followed, so that the editor can be told.
const LONGEST: usize = 256 << 20;

/// What an editor says.
#[derive(Debug)]
pub(super) struct Said {
    /// What it is called, so that it can be answered; none for what wants no answer.
    pub(super) id: Option<Id>,
    /// What it is about; none for an answer to us.
    pub(super) method: Option<String>,
    /// With these.
    pub(super) params: Value,
}

/// What comes in.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message.
    Said(Said),
    /// Something else, and what is wrong with it.
    Garbled(String),
}

/// The next message; none at the end of the input.
///
/// # Errors
/// When the input fails.
pub(super) fn read(input: &mut dyn BufRead) -> io::Result<Option<Incoming>> {
    let length = match length(input)? {
        None => return Ok(None),
        Some(Ok(length)) => length,
        Some(Err(why)) => return Ok(Some(Incoming::Garbled(why))),
    };
    if length > LONGEST {
        let skipped = io::copy(&mut input.take(length as u64), &mut io::sink())?;
        return Ok(Some(Incoming::Garbled(format!("a message of {skipped} bytes is too long"))));
    }
    let mut body = Vec::new();
    input.take(length as u64).read_to_end(&mut body)?;
    if body.len() < length {
        return Ok(None);
    }
    Ok(Some(said(&body).map_or_else(Incoming::Garbled, Incoming::Said)))
}

/// The length that a head announces, or why it announces none; nothing at the end of the input.
fn length(input: &mut dyn BufRead) -> io::Result<Option<Result<usize, String>>> {
    const LONGEST_LINE: u64 = 4096;
    let (mut length, mut is_empty) = (None, true);
    loop {
        let mut line = Vec::new();
        if input.take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        if line.is_empty() && !is_empty {
            break;
        }
        is_empty = line.is_empty();
        // What had no length of its own stands before the next head, on its first line.
        if let Some((_, value)) = line.to_ascii_lowercase().rsplit_once("content-length:") {
            length = value.trim().parse().ok();
        }
    }
    Ok(Some(length.ok_or_else(|| "a message without its `Content-Length`".to_owned())))
}

/// Reads a message. Bytes that are no UTF-8, and halves of surrogate pairs, become replacement characters:
/// a text that an editor has in it can still be followed.
fn said(body: &[u8]) -> Result<Said, String> {
    let text = String::from_utf8_lossy(body);
    let value: Value = serde_json::from_str(&text)
        .or_else(|_| serde_json::from_str(&whole_pairs(&text)))
        .map_err(|error| format!("a message that is not JSON: {error}"))?;
    let Value::Object(mut parts) = value else {
        return Err("a message that is not an object".to_owned());
    };
    let id = parts.remove("id").filter(|id| !id.is_null()).map(serde_json::from_value).transpose();
    let id = id.map_err(|_| "an id that is neither text nor a whole number".to_owned())?;
    let method = match parts.remove("method") {
        Some(Value::String(method)) => Some(method),
        Some(_) => return Err("a method that is not text".to_owned()),
        None => None,
    };
    Ok(Said { id, method, params: parts.remove("params").unwrap_or_default() })
}

/// The same JSON with `\ufffd` for each escaped half of a surrogate pair that has lost the other one.
fn whole_pairs(json: &str) -> String {
    let unit = |text: &str| {
        let hex = text.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(hex, 16).ok()
    };
    let is_high = |unit: u16| (0xd800..0xdc00).contains(&unit);
    let is_low = |unit: u16| (0xdc00..0xe000).contains(&unit);
    let (mut out, mut rest) = (String::with_capacity(json.len()), json);
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let (kept, taken) = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(high), Some(low)) if is_high(high) && is_low(low) => (escape.get(..12), 12),
            (Some(half), _) if is_high(half) || is_low(half) => (Some("\\ufffd"), 6),
            _ => {
                let taken = 1 + escape.chars().nth(1).map_or(0, char::len_utf8);
                (escape.get(..taken), taken)
            }
        };
        out.push_str(kept.unwrap_or_default());
        rest = escape.get(taken..).unwrap_or_default();
    }
    out + rest
}

/// Where messages go.
pub(super) struct Outgoing(Box<dyn Write + Send>);

impl Outgoing {
    /// Writes to an output.
    pub(super) fn new(output: Box<dyn Write + Send>) -> Outgoing {
        Outgoing(output)
    }

    /// Tells the editor something.
    ///
    /// # Errors
    /// When the output fails.
    pub(super) fn tell<N: Notification>(&mut self, params: N::Params) -> io::Result<()> {
        self.write(&RequestObject::from_notification::<N>(params))
    }

    /// Asks the editor something.
    ///
    /// # Errors
    /// When the output fails.
    pub(super) fn ask<R: Request>(&mut self, id: &str, params: R::Params) -> io::Result<()> {
        self.write(&RequestObject::from_request::<R>(Id::String(id.to_owned()), params))
    }

    /// Answers a request.
    ///
    /// # Errors
    /// When the output fails.
    pub(super) fn answer(&mut self, id: Id, answer: Result<Value, Error>) -> io::Result<()> {
        #[derive(Serialize)]
        struct Answer {
            jsonrpc: &'static str,
            id: Id,
            result: Value,
        }
        match answer {
            Ok(result) => self.write(&Answer { jsonrpc: "2.0", id, result }),
            Err(error) => self.write(&ResponseObject::from_error(id, error)),
        }
    }

    fn write(&mut self, message: &impl Serialize) -> io::Result<()> {
        let body = serde_json::to_vec(message)?;
        write!(self.0, "Content-Length: {}\r\n\r\n", body.len())?;
        self.0.write_all(&body)?;
        self.0.flush()
    }
}

/// An error as an answer.
pub(super) fn error(code: ErrorCodes, message: impl Into<String>) -> Error {
    Error { code, message: message.into(), data: None }
}

#[cfg(test)]
mod tests {
    use super::{Incoming, read, whole_pairs};
    use serde_json::Value;

    fn all(mut input: &[u8]) -> Vec<Result<Value, String>> {
        let mut found = Vec::new();
        while let Some(next) = read(&mut input).expect("memory does not fail") {
            found.push(match next {
                Incoming::Said(said) => Ok(said.params),
                Incoming::Garbled(why) => Err(why),
            });
        }
        found
    }

    fn framed(body: &[u8]) -> Vec<u8> {
        [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
    }

    #[test]
    fn a_bad_message_does_not_hide_the_next() {
        let good = framed(br#"{"method":"m","params":{"x":1}}"#);
        for bad in [
            framed(b"{"),
            framed(b"[]"),
            framed(br#"{"method":5}"#),
            b"Content-Length: many\r\n\r\n".to_vec(),
            b"X: 1\r\n\r\n".to_vec(),
            b"X: 1\r\n\r\n{\"method\":\"n\"}".to_vec(),
            framed(br#"{"method":"m","id":2.5}"#),
        ] {
            let found = all(&[bad.as_slice(), &good].concat());
            assert!(matches!(found.as_slice(), [Err(_), Ok(_)]), "{found:?}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_become_replacement_characters() {
        let body = b"{\"method\":\"m\",\"params\":{\"x\":\"a\xffb\"}}";
        assert_eq!(all(&framed(body)), [Ok(serde_json::json!({"x": "a\u{fffd}b"}))]);
        let body = br#"{"method":"m","params":{"x":"\ud83d \\ud83d \ud83d\ude80 \ude80"}}"#;
        assert_eq!(all(&framed(body)), [Ok(serde_json::json!({"x": "\u{fffd} \\ud83d 🚀 \u{fffd}"}))]);
    }

    #[test]
    fn the_end_of_the_input_is_the_end() {
        assert!(all(b"").is_empty() && all(b"Content-Length: 9\r\n\r\n{}").is_empty());
        assert!(all(b"Content-Len").is_empty() && all(b"\n").is_empty());
        assert_eq!(whole_pairs("\\"), "\\");
    }
}
