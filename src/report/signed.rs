//! Who signed, as it is shown.

use std::borrow::Cow;
use std::fmt;

use crate::moment::Moment;
use crate::report::StageRow;
use crate::text;

/// Who signed or accepted something, and when.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Who.
    pub by: String,
    /// When, where that is said.
    pub date: Option<Moment>,
}

impl fmt::Display for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.by)?;
        self.date.map_or(Ok(()), |date| write!(f, " on {date}"))
    }
}

impl StageRow {
    /// Who signed, with a comma between them; none when nobody did.
    pub fn by(&self) -> Option<Cow<'_, str>> {
        match self.signed.as_slice() {
            [] => None,
            [only] => Some(Cow::Borrowed(&only.by)),
            several => {
                let all: Vec<&str> = several.iter().map(|signed| signed.by.as_str()).collect();
                Some(Cow::Owned(all.join(", ")))
            }
        }
    }

    /// Each who signed, with the day; none when nobody did.
    pub fn signers(&self) -> Option<String> {
        let all: Vec<String> = self.signed.iter().map(Signed::to_string).collect();
        (!all.is_empty()).then(|| text::list(&all, "and"))
    }
}
