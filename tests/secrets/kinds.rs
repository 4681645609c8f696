//! Kinds of harmless text in a review, each with a random part.

use super::drawn::Drawn;

/// One text of each kind.
pub(super) const ALL: [fn(&mut Drawn) -> Vec<String>; 6] =
    [digests, ids_one, ids_two, addresses, work_one, work_two];

fn digests(drawn: &mut Drawn) -> Vec<String> {
    vec![
        drawn.hex(40),
        format!("commit {}", drawn.hex(40)),
        format!("HEAD is now at {} {} {}", drawn.hex(7), drawn.word(), drawn.word()),
        format!("git show {}:docs/{}.md", drawn.hex(40), drawn.word()),
        format!("index {}..{} 100644", drawn.hex(7), drawn.hex(7)),
        format!("Merge commit '{}' of the {} key change", drawn.hex(40), drawn.word()),
        drawn.hex(64),
        format!("sha256:{}", drawn.hex(64)),
        format!("{}  {}.tar.gz", drawn.hex(64), drawn.word()),
        format!("checksum = \"{}\"", drawn.hex(64)),
        format!("registry.example.org/team/{}@sha256:{}", drawn.word(), drawn.hex(64)),
        drawn.hex(32),
        format!("{} *{}.zip", drawn.hex(32), drawn.word()),
        format!("MD5 ({}.iso) = {}", drawn.word(), drawn.hex(32)),
        format!("ETag: \"{}\"", drawn.hex(32)),
        drawn.hex(128),
        format!("sha512:{}", drawn.hex(128)),
        format!("SHA512 ({}) = {}", drawn.word(), drawn.hex(128)),
        drawn.hex(96),
        drawn.hex(56),
        format!("SHA256 {} C:\\builds\\{}.exe", drawn.hex(64).to_uppercase(), drawn.word()),
        format!("integrity=\"sha384-{}\"", drawn.base64(64)),
        format!("\"integrity\": \"sha512-{}==\",", drawn.base64(86)),
        format!("sha256-{}=", drawn.base64(43)),
        format!("github.com/org/{} v1.{}.0 h1:{}=", drawn.word(), drawn.number(40), drawn.base64(43)),
        format!("SHA256:{} ann@host (ED25519)", drawn.base64(43)),
        format!("--hash=sha256:{}", drawn.hex(64)),
        format!("layer {} already exists", drawn.hex(12)),
        format!("objects/{}/{}", drawn.hex(2), drawn.hex(38)),
        format!("v0.0.0-20260302{}-{}", drawn.digits(6), drawn.hex(12)),
    ]
}

fn ids_one(drawn: &mut Drawn) -> Vec<String> {
    vec![
        drawn.uuid('1'),
        drawn.uuid('3'),
        drawn.uuid('4'),
        drawn.uuid('5'),
        drawn.uuid('7'),
        drawn.uuid('4').to_uppercase(),
        format!("{{{}}}", drawn.uuid('4')),
        format!("urn:uuid:{}", drawn.uuid('4')),
        format!("request {} took {} ms", drawn.uuid('4'), drawn.number(900)),
        drawn.uuid('4').replace('-', ""),
        format!("00-{}-{}-01", drawn.hex(32), drawn.hex(16)),
        format!("trace_id={} span_id={}", drawn.hex(32), drawn.hex(16)),
        drawn.hex(24),
        format!("ObjectId(\"{}\")", drawn.hex(24)),
        format!("01{}", drawn.text(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ", 24)),
        format!("https://docs.google.com/document/d/1{}/edit", drawn.url_safe(43)),
        format!(
            "https://docs.google.com/spreadsheets/d/1{}/edit#gid={}",
            drawn.url_safe(43),
            drawn.digits(9)
        ),
        format!("https://drive.google.com/file/d/1{}/view?usp=sharing", drawn.url_safe(32)),
        format!("https://drive.google.com/drive/folders/1{}", drawn.url_safe(32)),
    ]
}

fn ids_two(drawn: &mut Drawn) -> Vec<String> {
    vec![
        format!("spreadsheetId: 1{}", drawn.url_safe(43)),
        format!("{}-{}", drawn.letters(4).to_uppercase(), drawn.number(99_999)),
        format!("see CHG{} and INC{}", drawn.digits(7), drawn.digits(7)),
        format!(
            "https://example.atlassian.net/wiki/spaces/OPS/pages/{}/{}+{}",
            drawn.digits(10),
            drawn.word(),
            drawn.word()
        ),
        format!("https://www.notion.so/team/{}-{}-{}", drawn.word(), drawn.word(), drawn.hex(32)),
        format!(
            "https://www.figma.com/file/{}/{}",
            drawn.text(b"ABCdefGHIjklMNOpqr0123456789", 22),
            drawn.word()
        ),
        format!(
            "?versionId={}",
            drawn.text(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._", 32)
        ),
        format!("arn:aws:iam::{}:role/{}-{}", drawn.digits(12), drawn.word(), drawn.word()),
        format!("arn:aws:s3:::{}-bucket/{}/{}.dump", drawn.word(), drawn.date(), drawn.word()),
        format!(
            "{}-{}-{}",
            drawn.word(),
            drawn.text(b"bcdfghjklmnpqrstvwxz2456789", 10),
            drawn.text(b"bcdfghjklmnpqrstvwxz2456789", 5)
        ),
        format!("CN={} {},OU=Operations,O=Example,C=DE", drawn.word(), drawn.word()),
        format!(
            "DE{} {} {} {} {} {}",
            drawn.digits(2),
            drawn.digits(4),
            drawn.digits(4),
            drawn.digits(4),
            drawn.digits(4),
            drawn.digits(2)
        ),
        format!("+49 30 {}", drawn.digits(7)),
        format!("ISBN 978-3-{}-{}-{}", drawn.digits(2), drawn.digits(6), drawn.digits(1)),
        format!("i-0{}", drawn.hex(16)),
        format!("pid {} tid {} rows {}", drawn.digits(5), drawn.digits(5), drawn.digits(12)),
        format!("{:02x}:{:02x}:{:02x}:5e:00:53", drawn.number(256), drawn.number(256), drawn.number(256)),
        format!("2001:db8:{}:{}::{}", drawn.hex(4), drawn.hex(4), drawn.hex(4)),
    ]
}

fn addresses(drawn: &mut Drawn) -> Vec<String> {
    vec![
        format!(
            "https://example.org/{}/{}?page={}&sort=name#results",
            drawn.word(),
            drawn.word(),
            drawn.number(99)
        ),
        format!("https://example.org/errors?code={}&page={}", 400 + drawn.number(120), drawn.number(9)),
        format!("https://example.org/issues?key={}-{}", drawn.letters(3).to_uppercase(), drawn.number(9999)),
        format!("/search?q={}+{}+policy&lang=de", drawn.word(), drawn.word()),
        format!("https://github.com/org/{}/commit/{}", drawn.word(), drawn.hex(40)),
        format!(
            "https://github.com/org/{}/blob/{}/src/{}.rs#L{}-L{}",
            drawn.word(),
            drawn.hex(40),
            drawn.word(),
            drawn.number(99),
            drawn.number(900)
        ),
        format!("https://ci.example.org/job/{}/{}/console", drawn.word(), drawn.number(9999)),
        format!("http://10.0.{}.{}:8080/healthz", drawn.number(256), drawn.number(256)),
        format!("ssh://git@example.org:22/org/{}.git", drawn.word()),
        format!("postgresql://{}@db-{}.internal:5432/app?sslmode=require", drawn.word(), drawn.number(99)),
        format!("postgres://app:***@db-{}/app", drawn.number(999)),
        format!("redis://cache-{}:6379/{}", drawn.number(999), drawn.number(16)),
        format!("s3://{}-backups/{}/full-{}.dump.zst", drawn.word(), drawn.date(), drawn.number(99)),
        format!("{}.{}.svc.cluster.local:{}", drawn.word(), drawn.word(), drawn.number(65_000)),
        format!("{}@example.org", drawn.word()),
        format!("/var/lib/postgresql/16/main/base/{}/{}", drawn.number(99_999), drawn.number(99_999)),
        format!("C:\\Users\\{}\\Documents\\{}-{}.docx", drawn.word(), drawn.word(), drawn.number(99)),
        format!("docs/{}/{}-{}.md#step-{}", drawn.word(), drawn.word(), drawn.word(), drawn.number(40)),
        format!("migrations/{}T093015Z_{}_{}.sql", drawn.digits(8), drawn.word(), drawn.word()),
        format!(
            "node_modules/@scope/{}/dist/{}.min.js:{}:{}",
            drawn.word(),
            drawn.word(),
            drawn.number(99),
            drawn.number(9999)
        ),
        format!("https://cdn.example.org/assets/{}.{}.js", drawn.word(), drawn.hex(20)),
        format!("https://example.org/%E4%BD%A0%E5%A5%BD?x=%20%3D{}", drawn.number(999)),
        format!("target/debug/deps/{}-{}.rlib", drawn.word(), drawn.hex(16)),
    ]
}

fn work_one(drawn: &mut Drawn) -> Vec<String> {
    vec![
        format!(
            "{} {} INFO {}: part {} of the backup was read",
            drawn.date(),
            drawn.time(),
            drawn.word(),
            drawn.number(99)
        ),
        format!(
            "{}T{}.{}Z WARN pool: {} of {} in use",
            drawn.date(),
            drawn.time(),
            drawn.digits(3),
            drawn.number(20),
            drawn.number(40)
        ),
        format!("ERROR [{}] key {} not found in table {}", drawn.word(), drawn.number(9999), drawn.word()),
        format!(
            "SELECT {}, count(*) FROM {} WHERE id = {} GROUP BY 1;",
            drawn.word(),
            drawn.word(),
            drawn.number(9999)
        ),
        format!("ALTER TABLE {} ADD COLUMN {}_hash text NOT NULL DEFAULT '';", drawn.word(), drawn.word()),
        format!("INSERT INTO {} (id, state) VALUES ({}, 'open');", drawn.word(), drawn.number(99_999)),
        format!(
            "{}.{}.{}-rc.{}+build.{}",
            drawn.number(20),
            drawn.number(40),
            drawn.number(90),
            drawn.number(9),
            drawn.number(9999)
        ),
        format!(
            "get{}{}From{}Repository{}",
            capital(drawn.word()),
            capital(drawn.word()),
            capital(drawn.word()),
            drawn.number(9)
        ),
        format!(
            "{}_{}_{}_V{}",
            drawn.word().to_uppercase(),
            drawn.word().to_uppercase(),
            drawn.word().to_uppercase(),
            drawn.number(9)
        ),
        format!("com.example.{}.{}.{}FactoryImpl", drawn.word(), drawn.word(), capital(drawn.word())),
        format!(
            "test_{}_{}_of_a_{}_{}_is_kept",
            drawn.word(),
            drawn.word(),
            drawn.word(),
            drawn.number(2030)
        ),
        format!(
            "{}-for-{}-usage-and-{}-scheduling-v{}-2026",
            drawn.word(),
            drawn.word(),
            drawn.word(),
            drawn.number(9)
        ),
    ]
}

fn work_two(drawn: &mut Drawn) -> Vec<String> {
    vec![
        format!(
            "kubectl -n {} logs {}-{} --since={}m",
            drawn.word(),
            drawn.word(),
            drawn.number(99),
            drawn.number(99)
        ),
        format!(
            "docker run -u 1000:1000 -p {}:80 example/{}:1.{}",
            drawn.number(65_000),
            drawn.word(),
            drawn.number(99)
        ),
        format!("{}_PASSWORD=${{{}_PASSWORD}}", drawn.word().to_uppercase(), drawn.word().to_uppercase()),
        format!("password: <{}-from-the-vault>", drawn.word()),
        format!("The {} password is kept in the vault, entry {}.", drawn.word(), drawn.number(999)),
        format!("tokens={} tokens_per_second={}", drawn.number(9999), drawn.number(99)),
        format!("pass={} fail={} skip={}", drawn.number(9999), drawn.number(99), drawn.number(9)),
        format!("Cache key {} was evicted after {} s", drawn.hex(16), drawn.number(999)),
        format!("primary key ({}_id, {}_id), unique key {}_idx", drawn.word(), drawn.word(), drawn.word()),
        format!(
            "{{\"{}\":{},\"{}\":[{},{}],\"ok\":true}}",
            drawn.word(),
            drawn.number(99),
            drawn.word(),
            drawn.number(9),
            drawn.number(9)
        ),
        format!("| {} | {} | {} rows |", drawn.word(), drawn.date(), drawn.number(99_999)),
        format!("- [x] step {}: compared `rows={}` with the source", drawn.number(99), drawn.number(99_999)),
        format!(
            "rgba({}, {}, {}, 0.5) #{}",
            drawn.number(256),
            drawn.number(256),
            drawn.number(256),
            drawn.hex(6)
        ),
        format!("Signed-off-by: {} <{}@example.org>", drawn.word(), drawn.word()),
        format!("if {}.is_some() && self.{}[{}] != b'/' {{", drawn.word(), drawn.word(), drawn.number(9)),
        format!("IMG_{}_{}_HDR.jpg", drawn.digits(8), drawn.digits(6)),
        format!("{} {} {} {}", drawn.word(), drawn.word(), drawn.word(), drawn.word()),
        format!("Azure storage {} for {} has {} keys", drawn.word(), drawn.word(), drawn.number(9)),
    ]
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}
