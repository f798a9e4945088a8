//! A map keyed by id that keeps the order of its file.

use std::collections::HashMap;
use std::sync::OnceLock;

/// How many ids are searched; more are looked up.
const FEW: usize = 32;

/// Where each of many ids stands in its list, worked out when it is first asked. Of a list that is the same it
/// is the same, so that it has no part in whether two are equal.
#[derive(Debug, Default)]
pub struct Places(OnceLock<HashMap<String, usize>>);

impl Clone for Places {
    fn clone(&self) -> Places {
        Places::default()
    }
}

impl PartialEq for Places {
    fn eq(&self, _: &Places) -> bool {
        true
    }
}

impl Eq for Places {}

impl Places {
    /// The first place of an id among all those of the list.
    pub fn of<'i>(&self, id: &str, mut all: impl ExactSizeIterator<Item = &'i str>) -> Option<usize> {
        if all.len() < FEW {
            return all.position(|known| known == id);
        }
        let places = self.0.get_or_init(|| {
            let mut places = HashMap::with_capacity(all.len());
            for (place, known) in all.enumerate() {
                places.entry(known.to_owned()).or_insert(place);
            }
            places
        });
        places.get(id).copied()
    }

    /// An id was added at the end of the list.
    fn add(&mut self, id: &str, place: usize) {
        if let Some(places) = self.0.get_mut() {
            places.entry(id.to_owned()).or_insert(place);
        }
    }
}

/// Things by their id, in the order they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<T> {
    things: Vec<(String, T)>,
    places: Places,
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Named { things: Vec::new(), places: Places::default() }
    }
}

impl<T> Named<T> {
    /// The thing with this id.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.things.get(self.place(id)?).map(|(_, thing)| thing)
    }

    /// Where the thing with this id stands.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.of(id, self.things.iter().map(|(known, _)| known.as_str()))
    }

    /// The thing with this id, to be changed.
    pub fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        let place = self.place(id)?;
        self.things.get_mut(place).map(|(_, thing)| thing)
    }

    /// Adds a thing, or replaces the one with the same id where it stands.
    pub fn set(&mut self, id: &str, thing: T) {
        match self.get_mut(id) {
            Some(known) => *known = thing,
            None => self.push(id, thing),
        }
    }

    /// Adds a thing whose id is known to be new: readers find duplicates before.
    pub fn push(&mut self, id: &str, thing: T) {
        self.places.add(id, self.things.len());
        self.things.push((id.to_owned(), thing));
    }

    /// Takes a thing away, and says whether it was there.
    pub fn remove(&mut self, id: &str) -> bool {
        let before = self.things.len();
        self.things.retain(|(known, _)| known != id);
        self.places = Places::default();
        self.things.len() < before
    }

    /// Every id with its thing.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &T)> + Clone {
        self.things.iter().map(|(id, thing)| (id.as_str(), thing))
    }

    /// Every thing, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.things.iter_mut().map(|(_, thing)| thing)
    }

    /// Every id.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.things.iter().map(|(id, _)| id.as_str())
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.things.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.things.len()
    }
}

impl<T> FromIterator<(String, T)> for Named<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(things: I) -> Self {
        Named { things: things.into_iter().collect(), places: Places::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::{FEW, Named};

    #[test]
    fn many_things_are_found_like_few_whatever_is_done_to_them() {
        for number in [FEW - 2, FEW + 2] {
            let ids: Vec<String> = (0..number).map(|number| format!("id-{number}")).collect();
            let mut named: Named<usize> = ids.iter().cloned().zip(0..).collect();
            let asked = named.clone();
            assert_eq!(asked.get("id-3"), Some(&3));
            assert_eq!(asked, named, "what was asked of it is no part of it");
            named.set("id-3", 30);
            named.set("new", 31);
            named.push("id-1", 32);
            assert_eq!(["id-3", "new", "id-1"].map(|id| named.get(id)), [Some(&30), Some(&31), Some(&1)]);
            assert!(named.remove("id-0") && !named.remove("id-0") && named.get("id-0").is_none());
            assert_eq!(["id-2", "new"].map(|id| named.get(id)), [Some(&2), Some(&31)]);
            assert_eq!(named.ids().next(), Some("id-1"));
        }
    }
}
