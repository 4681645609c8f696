//! The clients that are connected: how many there may be, how long each may take, and who gives way to a new one.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::rc::Rc;
use std::time::Duration;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::Request;
use hyper::body::{Bytes, Incoming};
use hyper::header::EXPECT;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpStream;
use tokio::task::{AbortHandle, spawn_local};
use tokio::time::timeout;
use tokio_io_timeout::TimeoutStream;

use super::answers::{Answer, Answers, problem};
use super::problem::Problem;
use super::request::{Asked, asked};
use crate::review::limits::HANDOFF;

/// Connections at once. With the soft limit of 1,024 descriptors that most systems set, half of them are left.
const CLIENTS_MAX: usize = 512;

/// How long a head, or the wait for the next one, may take.
const HEAD_MAX: Duration = Duration::from_secs(10);

/// How long a whole body may take.
const BODY_MAX: Duration = Duration::from_secs(10);

/// How long a client may take nothing of what is sent to it.
const STALL_MAX: Duration = Duration::from_secs(10);

/// How much of a body that nobody wants is still taken, so that its sender hears why: one that is cut off in the middle
/// of sending would see a reset connection.
const UNWANTED_BYTES_MAX: usize = 8 * HANDOFF.bytes;

/// How long that may take.
const UNWANTED_MAX: Duration = Duration::from_secs(2);

/// Bytes of a head that are read before it is refused unread.
const BUFFER_BYTES_MAX: usize = 64 * 1024;

/// Everyone who is connected, the longest first.
pub(super) struct Clients {
    answers: Answers,
    connected: RefCell<VecDeque<Client>>,
    next: Cell<u64>,
    /// Tells everyone that this is the last answer; taken once that was told.
    stop: RefCell<Option<GracefulShutdown>>,
}

struct Client {
    number: u64,
    /// Whether it waits for an answer, and not we for it.
    waits: Rc<Cell<bool>>,
    task: AbortHandle,
}

impl Clients {
    pub(super) fn new(answers: Answers) -> Self {
        let stop = RefCell::new(Some(GracefulShutdown::new()));
        Self { answers, connected: RefCell::default(), next: Cell::new(0), stop }
    }

    /// Serves a new client; where there are too many, another one gives way.
    pub(super) fn admit(self: &Rc<Self>, stream: TcpStream) {
        if self.connected.borrow().len() >= CLIENTS_MAX {
            self.let_one_go();
        }
        // Answers are small and written whole.
        let _ = stream.set_nodelay(true);
        let number = self.next.replace(self.next.get().wrapping_add(1));
        let waits = Rc::new(Cell::new(false));
        let task = spawn_local(Rc::clone(self).converse(stream, number, Rc::clone(&waits))).abort_handle();
        self.connected.borrow_mut().push_back(Client { number, waits, task });
    }

    /// Lets the client go that has been connected longest without waiting for an answer; where all wait, the one that
    /// has been connected longest.
    pub(super) fn let_one_go(&self) {
        let mut connected = self.connected.borrow_mut();
        let place = connected.iter().position(|client| !client.waits.get()).unwrap_or(0);
        if let Some(client) = connected.remove(place) {
            client.task.abort();
        }
    }

    /// Takes no further requests, and waits until those that were begun are answered.
    pub(super) async fn finish(&self) {
        if let Some(stop) = self.stop.take() {
            stop.shutdown().await;
        }
    }

    async fn converse(self: Rc<Self>, stream: TcpStream, number: u64, waits: Rc<Cell<bool>>) {
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(STALL_MAX));
        let service = service_fn(|request| {
            let (clients, waits) = (Rc::clone(&self), Rc::clone(&waits));
            async move {
                waits.set(true);
                let answer = clients.answer(request).await;
                waits.set(false);
                Ok::<_, Infallible>(answer)
            }
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEAD_MAX).max_buf_size(BUFFER_BYTES_MAX);
        let connection = http.serve_connection(TokioIo::new(Box::pin(stream)), service);
        let told = self.stop.borrow().as_ref().map(GracefulShutdown::watcher);
        if let Some(told) = told {
            // What went wrong between us is nobody else's business; bytes that are no HTTP were told so.
            let _ = told.watch(connection).await;
        }
        self.connected.borrow_mut().retain(|client| client.number != number);
    }

    async fn answer(&self, request: Request<Incoming>) -> Answer {
        let (head, body) = request.into_parts();
        match asked(&head, &self.answers.runbook().endpoints) {
            Ok(Asked::Fixed(document)) => self.answers.fixed(document),
            Ok(Asked::Plan(encoding)) => match received(body).await {
                Ok(body) => self.answers.plan(&body, encoding).unwrap_or_else(|found| problem(&found)),
                Err(found) => problem(&found),
            },
            Err(found) => {
                // Who waits to be asked for the body does not send it.
                if !head.headers.contains_key(EXPECT) {
                    let unwanted = Limited::new(body, UNWANTED_BYTES_MAX);
                    let _ = timeout(UNWANTED_MAX, unwanted.collect()).await;
                }
                problem(&found)
            }
        }
    }
}

/// A whole body, within its bound and in time.
async fn received(body: Incoming) -> Result<Bytes, Problem> {
    match timeout(BODY_MAX, Limited::new(body, HANDOFF.bytes).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Problem::TooLarge(HANDOFF.bytes)),
        Ok(Err(_)) => Err(Problem::BrokenOff),
        Err(_) => Err(Problem::TooSlow),
    }
}
