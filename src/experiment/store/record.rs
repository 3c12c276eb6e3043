//! One record as a line: checksum, kind, identity, replication, JSON.

/// Edition of the lines; another edition is another file format.
const EDITION: u32 = 2;

/// What a record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Counts of one replication.
    Chunk,
    /// What is found before the replications: heads for promises, the warm-up.
    Staff,
    /// How one replication of a search for staff kept its promises.
    Trial,
}

/// What a record is found by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// What it holds.
    pub kind: Kind,
    /// Hash of all it depends on, hexadecimal.
    pub of: String,
    /// Replication; 0 where there is none.
    pub replication: u32,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Chunk => "chunk",
            Kind::Staff => "staff",
            Kind::Trial => "trial",
        }
    }

    fn parse(word: &str) -> Option<Kind> {
        [Kind::Chunk, Kind::Staff, Kind::Trial].into_iter().find(|kind| kind.word() == word)
    }
}

/// First line of a file.
pub(super) fn heading() -> String {
    format!("chatfare chunks {EDITION}: checksum kind identity replication json\n")
}

/// A record as a line with its end.
pub(super) fn line(name: &Name, json: &str) -> String {
    let rest = format!("{} {} {} {json}", name.kind.word(), name.of, name.replication);
    format!("{} {rest}\n", checksum(&rest))
}

/// The name and JSON of a line, if its checksum holds.
pub(super) fn read(line: &str) -> Option<(Name, &str)> {
    let line = line.strip_suffix('\n')?;
    let (sum, rest) = line.split_once(' ')?;
    if sum != checksum(rest) {
        return None;
    }
    let mut parts = rest.splitn(4, ' ');
    let kind = Kind::parse(parts.next()?)?;
    let of = parts.next()?.to_string();
    let replication = parts.next()?.parse().ok()?;
    Some((Name { kind, of, replication }, parts.next()?))
}

fn checksum(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..16].to_string()
}

#[cfg(test)]
mod tests {
    use super::{Kind, Name, line, read};

    #[test]
    fn a_line_is_read_back_and_any_changed_byte_is_seen() {
        let name = Name { kind: Kind::Chunk, of: "0f".repeat(16), replication: 7 };
        let whole = line(&name, r#"{"tally":[1,2]}"#);
        assert_eq!(read(&whole), Some((name, r#"{"tally":[1,2]}"#)));
        for at in 0..whole.len() {
            let mut bytes = whole.clone().into_bytes();
            bytes[at] ^= 1;
            assert!(String::from_utf8(bytes).map_or(true, |text| read(&text).is_none()), "byte {at}");
        }
        for end in 0..whole.len() {
            assert_eq!(read(&whole[..end]), None, "cut at {end}");
        }
    }
}
