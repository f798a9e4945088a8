//! Texts of versions, read when they are asked for and kept while they are few.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::error::Error;
use crate::git::{Id, Object, Objects, Repository};
use crate::source::SIZE_LIMIT;

/// As much text as is kept, in bytes; then all of it is forgotten, and read again if need be.
const KEPT: usize = 64 * 1024 * 1024;

/// The most texts that are read at a time, for one that is asked for.
const AHEAD: usize = 120;

/// Why a text cannot be had; reads well after the name of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    Missing,
    TooLarge,
}

impl Unread {
    pub(super) fn hint(self) -> Option<&'static str> {
        match self {
            Unread::Missing => Some("a partial clone leaves texts out: clone it again without `--filter`"),
            Unread::TooLarge => None,
        }
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unread::Missing => f.write_str("is not in this clone"),
            Unread::TooLarge => write!(f, "is larger than {} KiB, the most that is read", SIZE_LIMIT / 1024),
        }
    }
}

type Text = Result<Arc<[u8]>, Unread>;

/// A running git, once it is needed, and what it gave.
#[derive(Default)]
pub(super) struct Texts {
    objects: Option<Objects>,
    known: HashMap<Id, Text>,
    kept: usize,
    ahead: usize,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts").field("known", &self.known.len()).finish_non_exhaustive()
    }
}

impl Texts {
    /// Lets the running git do something; after an error it is another one.
    pub(super) fn with<T>(
        &mut self,
        repository: &Repository,
        ask: impl FnOnce(&mut Objects) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut objects = match self.objects.take() {
            Some(objects) => objects,
            None => Objects::of(repository)?,
        };
        let answer = ask(&mut objects)?;
        self.objects = Some(objects);
        Ok(answer)
    }

    /// A text. Where it is not known yet, some of those in `next` are read with it, twice as many each
    /// time: whoever reads the tenth version will read the eleventh.
    pub(super) fn get<'a>(
        &mut self,
        repository: &Repository,
        wanted: &Id,
        next: impl Iterator<Item = &'a Id>,
    ) -> Result<Text, Error> {
        if let Some(known) = self.known.get(wanted) {
            return Ok(known.clone());
        }
        if self.kept > KEPT {
            (self.known, self.kept) = (HashMap::new(), 0);
        }
        self.ahead = (self.ahead * 2).clamp(1, AHEAD);
        let mut ids = vec![wanted.clone()];
        for id in next {
            if ids.len() == self.ahead {
                break;
            }
            if !self.known.contains_key(id) && !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        if self.read(repository, &ids).is_err() {
            // One that was read ahead may be damaged, and that one need never be asked for.
            self.ahead = 1;
            self.read(repository, std::slice::from_ref(wanted))?;
        }
        let found = self.known.get(wanted).cloned();
        found.ok_or_else(|| Error::new(format!("git gave no answer about {}", wanted.short())))
    }

    fn read(&mut self, repository: &Repository, ids: &[Id]) -> Result<(), Error> {
        let mut read = Vec::with_capacity(ids.len());
        self.with(repository, |objects| {
            objects.read(ids, |id, object| read.push((id.clone(), text(object))))
        })?;
        for (id, text) in read {
            self.kept += text.as_ref().map_or(0, |text| text.len());
            self.known.insert(id, text);
        }
        Ok(())
    }
}

fn text(object: Object) -> Text {
    match object {
        Object::Blob(bytes) => Ok(bytes.into()),
        Object::TooLarge => Err(Unread::TooLarge),
        Object::Missing | Object::Commit(_) | Object::Other => Err(Unread::Missing),
    }
}
