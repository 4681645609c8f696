//! Connected clients: how many, their time limits, and which one makes way for a new one.

use std::cell::{Cell, RefCell};
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
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::TcpStream;
use tokio::task::{AbortHandle, spawn_local};
use tokio::time::timeout;
use tokio_io_timeout::TimeoutStream;

use super::answers::{Answer, Answers, problem};
use super::problem::Problem;
use super::request::{Asked, asked};
use crate::review::limits::HANDOFF;

/// Connections at once: half of the descriptors under the usual soft limit of 1,024.
const CLIENTS_MAX: usize = 512;

/// Time for a request head, and for the wait for the next one.
const HEAD_MAX: Duration = Duration::from_secs(10);

/// Time for a whole body.
const BODY_MAX: Duration = Duration::from_secs(10);

/// Time in which a client must accept a part of the answer.
const STALL_MAX: Duration = Duration::from_secs(10);

/// Bytes of a refused body that are still read, so that its sender gets the reason: a client cut off while it sends
/// would see a connection reset.
const UNWANTED_BYTES_MAX: usize = 8 * HANDOFF.bytes;

/// Time for reading a refused body.
const UNWANTED_MAX: Duration = Duration::from_secs(2);

/// Size of the read buffer: a head that exceeds it is refused unread.
const BUFFER_BYTES_MAX: usize = 64 * 1024;

pub(super) struct Clients {
    answers: Answers,
    connected: RefCell<Vec<Client>>,
    turns: Cell<u64>,
    /// Announces to connections that the next answer is the last; taken when the server stops.
    stop: RefCell<Option<GracefulShutdown>>,
}

struct Client {
    number: u64,
    seen: Rc<Cell<Seen>>,
    task: AbortHandle,
}

/// Last event of a client, and its turn. The least makes way first: idle clients before waiting ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    /// Connected or answered: the server waits for the client.
    Idle(u64),
    /// Asked: the client waits for the server.
    Waiting(u64),
}

impl Clients {
    pub(super) fn new(answers: Answers) -> Self {
        let stop = RefCell::new(Some(GracefulShutdown::new()));
        Self { answers, connected: RefCell::default(), turns: Cell::new(0), stop }
    }

    /// Makes another client leave if there are too many.
    pub(super) fn admit(self: &Rc<Self>, stream: TcpStream) {
        if self.connected.borrow().len() >= CLIENTS_MAX {
            self.let_one_go();
        }
        // Answers are small and written whole, so buffering would only delay them.
        let _ = stream.set_nodelay(true);
        let Some(told) = self.stop.borrow().as_ref().map(GracefulShutdown::watcher) else { return };
        let number = self.turn();
        let seen = Rc::new(Cell::new(Seen::Idle(number)));
        let task = spawn_local(Rc::clone(self).converse(stream, number, Rc::clone(&seen), told));
        self.connected.borrow_mut().push(Client { number, seen, task: task.abort_handle() });
    }

    /// Admits the clients that the system has accepted and that are still in its queue.
    pub(super) fn admit_those_who_wait(self: &Rc<Self>, socket: &std::net::TcpListener) {
        while let Ok((stream, _)) = socket.accept() {
            if stream.set_nonblocking(true).is_ok()
                && let Ok(stream) = TcpStream::from_std(stream)
            {
                self.admit(stream);
            }
        }
    }

    /// Logical clock: later events get larger numbers.
    fn turn(&self) -> u64 {
        let turn = self.turns.get().wrapping_add(1);
        self.turns.set(turn);
        turn
    }

    /// Drops the client that is idle longest; if all wait for an answer, the one that has waited longest.
    pub(super) fn let_one_go(&self) {
        let mut connected = self.connected.borrow_mut();
        let longest = connected.iter().enumerate().min_by_key(|(_, client)| client.seen.get());
        if let Some(place) = longest.map(|(place, _)| place) {
            connected.swap_remove(place).task.abort();
        }
    }

    /// Accepts no further requests, and waits for the answers that have begun.
    pub(super) async fn finish(&self) {
        if let Some(stop) = self.stop.take() {
            stop.shutdown().await;
        }
    }

    async fn converse(self: Rc<Self>, stream: TcpStream, number: u64, seen: Rc<Cell<Seen>>, told: Watcher) {
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(STALL_MAX));
        let service = service_fn(|request| {
            let (clients, seen) = (Rc::clone(&self), Rc::clone(&seen));
            async move {
                seen.set(Seen::Waiting(clients.turn()));
                let answer = clients.answer(request).await;
                seen.set(Seen::Idle(clients.turn()));
                Ok::<_, Infallible>(answer)
            }
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEAD_MAX).max_buf_size(BUFFER_BYTES_MAX);
        let connection = http.serve_connection(TokioIo::new(Box::pin(stream)), service);
        // An error of one connection concerns no other; bytes that are not HTTP were answered so.
        let _ = told.watch(connection).await;
        self.connected.borrow_mut().retain(|client| client.number != number);
    }

    async fn answer(&self, request: Request<Incoming>) -> Answer {
        let (head, mut body) = request.into_parts();
        match asked(&head, &self.answers.runbook().endpoints) {
            Ok(Asked::Fixed(document)) => self.answers.fixed(document),
            Ok(Asked::Plan(encoding)) => match received(&mut body).await {
                Ok(body) => self.answers.plan(&body, encoding).unwrap_or_else(|found| problem(&found)),
                Err(found) => problem(&found),
            },
            Err(found) => {
                // A client that waits to be asked for the body does not send it.
                if !head.headers.contains_key(EXPECT) {
                    take_unwanted(&mut body).await;
                }
                problem(&found)
            }
        }
    }
}

async fn received(body: &mut Incoming) -> Result<Bytes, Problem> {
    match timeout(BODY_MAX, Limited::new(&mut *body, HANDOFF.bytes).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            take_unwanted(body).await;
            Err(Problem::TooLarge(HANDOFF.bytes))
        }
        Ok(Err(_)) => Err(Problem::BrokenOff),
        Err(_) => Err(Problem::TooSlow),
    }
}

async fn take_unwanted(body: &mut Incoming) {
    let _ = timeout(UNWANTED_MAX, Limited::new(body, UNWANTED_BYTES_MAX).collect()).await;
}
