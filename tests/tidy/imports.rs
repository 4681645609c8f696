//! The paths that code names, from the crate, by its name, or by climbing up with `super`.

/// Folders of source files, each the root of a crate.
const ROOTS: [&str; 2] = ["src/", "secret-scan/src/"];

/// Path of a module from its crate: `src/a/b/mod.rs` and `src/a/b.rs` are `a::b`.
pub(super) fn module(name: &str) -> Vec<&str> {
    let inside = ROOTS.iter().find_map(|root| name.strip_prefix(root)).unwrap_or(name);
    let path = inside.strip_suffix(".rs").unwrap_or(inside);
    path.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main")).collect()
}

/// Every path of the crate that code names, each with the offset of its first word; a braced list gives one for each.
pub(super) fn paths(name: &str, code: &str) -> Vec<(usize, Vec<String>)> {
    let here: Vec<String> = module(name).into_iter().map(str::to_owned).collect();
    let mut found = Vec::new();
    for root in ["crate::", "strict_review::", "super::"] {
        for (at, _) in code.match_indices(root) {
            // Later climbs of the same path.
            if root == "super::" && code[..at].ends_with("super::") {
                continue;
            }
            let (mut rest, mut base) = (&code[at..], here.clone());
            while let Some(behind) = rest.strip_prefix("super::") {
                rest = behind;
                base.pop();
            }
            for root in ["crate::", "strict_review::"] {
                if let Some(behind) = rest.strip_prefix(root) {
                    (rest, base) = (behind, Vec::new());
                }
            }
            let mut leaves = Vec::new();
            walk(rest, &base, &mut leaves);
            found.extend(leaves.into_iter().map(|leaf| (at, leaf)));
        }
    }
    found
}

fn walk(path: &str, base: &[String], leaves: &mut Vec<Vec<String>>) {
    if let Some(list) = path.strip_prefix('{') {
        let (mut depth, mut start) = (0_usize, 0);
        for (at, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    walk(list[start..at].trim(), base, leaves);
                    start = at + 1;
                    if c == '}' {
                        return;
                    }
                }
                _ => {}
            }
        }
        return;
    }
    let name: String = path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let mut base = base.to_vec();
    if !name.is_empty() && name != "self" {
        base.push(name.clone());
    }
    match path[name.len()..].strip_prefix("::") {
        Some(rest) => walk(rest, &base, leaves),
        None => leaves.push(base),
    }
}
