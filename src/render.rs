//! Renderers: each a function from a report to text. What a plan says is escaped here, per format.

pub mod agenda;
pub mod brief;
pub mod csv;
pub mod diagnostic;
pub mod difference;
mod document;
pub mod forecast;
pub mod github;
pub mod gitlab;
pub mod glance;
pub mod ics;
pub mod import;
pub mod issue;
pub mod json;
pub mod junit;
pub mod list;
pub mod markdown;
pub mod overview;
mod pretty;
pub mod retro;
pub mod sarif;
pub mod simulate;
pub mod site;
mod table;
pub mod text;
pub mod timeline;
pub mod verify;
mod words;

use std::io;

use rayon::prelude::*;

/// A report in pieces, each rendered when it is asked for: the whole of it is never in memory.
pub type Pieces<'r> = Box<dyn Iterator<Item = io::Result<String>> + 'r>;

/// How many things are rendered at once, and written as one piece: many enough for all cores.
pub const AT_ONCE: usize = 256;

/// What is rendered of each thing, in their order. One needs no threads.
fn pieces<'r, T: Sync + 'r>(
    things: Vec<T>,
    render: impl Fn(&T) -> io::Result<String> + Sync + 'r,
) -> impl Iterator<Item = io::Result<String>> + 'r {
    (0..things.len()).step_by(AT_ONCE).map(move |start| {
        let rest = things.get(start..).unwrap_or_default();
        match rest.get(..AT_ONCE).unwrap_or(rest) {
            [only] => render(only),
            some => {
                let rendered: Vec<String> = some.par_iter().map(&render).collect::<io::Result<_>>()?;
                Ok(rendered.concat())
            }
        }
    })
}
