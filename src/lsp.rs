//! `launch lsp`: what the check finds, shown in an editor while somebody types, and what can be done about
//! it. Every diagnostic comes of the same report as `launch check`'s.

mod actions;
mod board;
mod cards;
mod completion;
mod cursor;
mod diagnostics;
mod document;
mod draft;
mod encoding;
mod greeting;
mod hover;
mod pen;
mod places;
mod policy_file;
mod session;
mod spot;
mod study;
mod symbols;
mod uri;
mod view;
mod wire;

use std::io::{self, BufRead, Write};

pub use session::Ended;
pub use study::Settings;

use session::Session;
use wire::{Incoming, Outgoing};

/// Talks with an editor until it leaves.
///
/// # Errors
/// When it cannot be heard or answered any more.
pub fn serve(
    input: &mut dyn BufRead,
    output: Box<dyn Write + Send>,
    settings: Settings,
) -> io::Result<Ended> {
    let mut session = Session::new(Outgoing::new(output), settings)?;
    while let Some(incoming) = wire::read(input)? {
        let ended = match incoming {
            Incoming::Said(said) => session.hear(said)?,
            Incoming::Garbled(why) => {
                session.misheard(&why)?;
                None
            }
        };
        if let Some(ended) = ended {
            return Ok(ended);
        }
    }
    Ok(Ended::Done)
}
