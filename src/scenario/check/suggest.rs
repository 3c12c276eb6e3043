//! "Did you mean …?"

/// The nearest of some words: edit distance at most 2 (1 for short words), or one begins with the other.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let limit = if word.chars().count() <= 3 { 1 } else { 2 };
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let other = candidate.to_lowercase();
        let distance = strsim::damerau_levenshtein(&lower, &other);
        let prefix = lower.len() >= 3 && (other.starts_with(&lower) || (other.len() >= 3 && lower.starts_with(&other)));
        let score = if distance <= limit {
            distance
        } else if prefix {
            3
        } else {
            continue;
        };
        if best.is_none_or(|(s, _)| score < s) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, word)| word)
}

/// `did you mean `x`?`, or the list of what is known.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match nearest(word, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let all: Vec<&str> = known.into_iter().collect();
            match all.len() {
                0 => "there is none".to_string(),
                1 => format!("the only one is `{}`", all[0]),
                n if n > 12 => format!("known are {}, … ({n} in all)", all[..8].join(", ")),
                _ => format!("known are {}", all.join(", ")),
            }
        }
    }
}
