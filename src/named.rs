//! A map keyed by id that keeps the order of its file.

/// Things by their id, in the order they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<T>(Vec<(String, T)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Named(Vec::new())
    }
}

impl<T> Named<T> {
    /// The thing with this id.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.iter().find(|(known, _)| *known == id).map(|(_, thing)| thing)
    }

    /// The thing with this id, to be changed.
    pub fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.0.iter_mut().find(|(known, _)| known == id).map(|(_, thing)| thing)
    }

    /// Adds a thing, or replaces the one with the same id where it stands.
    pub fn set(&mut self, id: &str, thing: T) {
        match self.get_mut(id) {
            Some(known) => *known = thing,
            None => self.0.push((id.to_owned(), thing)),
        }
    }

    /// Adds a thing whose id is known to be new: readers find duplicates before.
    pub fn push(&mut self, id: &str, thing: T) {
        self.0.push((id.to_owned(), thing));
    }

    /// Takes a thing away, and says whether it was there.
    pub fn remove(&mut self, id: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|(known, _)| known != id);
        self.0.len() < before
    }

    /// Every id with its thing.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &T)> + Clone {
        self.0.iter().map(|(id, thing)| (id.as_str(), thing))
    }

    /// Every thing, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut().map(|(_, thing)| thing)
    }

    /// Every id.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(id, _)| id.as_str())
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl<T> FromIterator<(String, T)> for Named<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(things: I) -> Self {
        Named(things.into_iter().collect())
    }
}
