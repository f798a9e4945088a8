//! Byte ranges of a source text, and values that remember theirs.

/// A half-open range of bytes. Sources are far smaller than 4 GiB: their size is limited on reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The range `start..end`; positions past `u32::MAX` saturate.
    pub fn new(start: usize, end: usize) -> Span {
        let bound = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { start: bound(start), end: bound(end.max(start)) }
    }

    /// The first byte, as an index.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last one, as an index.
    pub fn end(self) -> usize {
        self.end as usize
    }
}

/// A value with the place it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where.
    pub span: Span,
}
