//! A text as one request looks at it.

use std::borrow::Cow;
use std::ops::Range as Bytes;

use gen_lsp_types::{Location, Position, Range};

use crate::judge::Seen;
use crate::lsp::document::{Document, Documents};
use crate::lsp::draft;
use crate::lsp::encoding::{Encoding, Lines};
use crate::lsp::study::Study;
use crate::plan::{self, PlanFile};
use crate::source::{SIZE_LIMIT, Source};
use crate::span::Span;

/// What the editor can do.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "what an editor can do is a list of yes and no")]
pub(super) struct Client {
    /// How it counts columns.
    pub(super) encoding: Encoding,
    /// Whether hovers may be Markdown.
    pub(super) markdown: bool,
    /// Whether it shows what cannot be done, and why.
    pub(super) refusals: bool,
    /// Whether it takes edits for a version of a text.
    pub(super) versions: bool,
    /// Whether it can watch files for us.
    pub(super) watches: bool,
}

/// A text, and everything that a request about it may look at.
pub(super) struct View<'v> {
    /// The text.
    pub(super) document: &'v Document,
    /// Its lines.
    pub(super) lines: Lines<'v>,
    /// Every text that is open.
    pub(super) documents: &'v Documents,
    /// How it is looked at.
    pub(super) study: &'v Study,
    /// For whom.
    pub(super) client: Client,
}

impl<'v> View<'v> {
    /// A view of a text.
    pub(super) fn new(
        document: &'v Document,
        documents: &'v Documents,
        study: &'v Study,
        client: Client,
    ) -> View<'v> {
        View { document, lines: document.lines(client.encoding), documents, study, client }
    }

    /// The text without its byte-order mark, as sources have it; nothing of one that is too long to be read.
    pub(super) fn text(&self) -> &'v str {
        match self.document.text.len() as u64 {
            0..=SIZE_LIMIT => self.document.text.get(self.lines.shift()..).unwrap_or_default(),
            _ => "",
        }
    }

    /// The byte at a place, in a source.
    pub(super) fn byte(&self, place: Position) -> usize {
        self.lines.byte(place).saturating_sub(self.lines.shift())
    }

    /// Where bytes of a source are.
    pub(super) fn range(&self, bytes: Bytes<usize>) -> Range {
        self.lines.of_span(Span::new(bytes.start, bytes.end))
    }

    /// A place of this text.
    pub(super) fn location(&self, span: Span) -> Location {
        Location { uri: self.document.uri.clone().into(), range: self.lines.of_span(span) }
    }

    /// Looks at what can be read of the plan, when somebody is typing at a byte. Of a text of which nothing
    /// can be read, at an empty plan of its kind.
    pub(super) fn look<T>(&self, typing: Option<usize>, then: impl Fn(&Seen<'_>) -> T) -> Option<T> {
        let (text, path) = (self.draft(typing), &self.document.path);
        let empty = format!("kind: {}\n", self.kind_at_sight().word());
        self.study.look(path, &text, &then).or_else(|| self.study.look(path, &empty, &then))
    }

    /// The kind of the plan, as far as it can be read.
    pub(super) fn plan_kind(&self) -> plan::Kind {
        let file = PlanFile::read(Source::new("", &*self.draft(None)));
        if file.broken { self.kind_at_sight() } else { file.plan.kind }
    }

    fn draft(&self, typing: Option<usize>) -> Cow<'_, str> {
        let touched = self.document.touched.map(|byte| byte.saturating_sub(self.lines.shift()));
        draft::mended(self.text(), typing.or(touched))
    }

    fn kind_at_sight(&self) -> plan::Kind {
        match self.text().contains("kind: service") {
            true => plan::Kind::Service,
            false => plan::Kind::Product,
        }
    }

    /// Looks at the plan as it is; nothing if that cannot be read to its end.
    pub(super) fn look_exactly<T>(&self, then: impl Fn(&Seen<'_>) -> T) -> Option<T> {
        self.study.look(&self.document.path, self.text(), then)
    }
}
