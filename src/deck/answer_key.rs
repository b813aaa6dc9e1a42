use super::model::{Body, Card, Side};
impl Card {
    /// stub
    #[must_use]
    pub fn answer_key(&self, _side: Side) -> u64 {
        xxhash_rust::xxh3::xxh3_64(self.answer_text().as_bytes())
    }
    /// stub
    #[must_use]
    pub fn answer_text(&self) -> String {
        if let Body::Typed { accept, .. } = &self.body { accept.join(" ") } else { String::new() }
    }
}
