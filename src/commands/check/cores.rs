//! Work in pieces, on every core; results are taken in the order in which the pieces were filled.

use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::{self, Sender};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Pieces for each core: one in work, the others waiting for their turn.
const PIECES_A_CORE: usize = 3;

#[derive(Clone, Copy)]
pub(super) struct Crew {
    pub(super) cores: usize,
    /// True if the calling thread works too. Avoid this if filling may block: no result is taken while it waits.
    pub(super) caller: bool,
}

/// Fills pieces, works on them on every core, and calls `done` in order on the calling thread. Pieces are reused, so
/// memory does not grow with the input.
/// `fill` returns `false` if nothing is left. After the first error of `fill` or `done`, pieces in work are finished
/// and dropped.
pub(super) fn in_order<P: Default + Send, E: Send>(
    crew: Crew,
    mut fill: impl FnMut(&mut P) -> Result<bool, E> + Send,
    work: impl Fn(&mut P) + Sync,
    mut done: impl FnMut(&mut P) -> Result<(), E>,
) -> Result<(), E> {
    let mut piece = P::default();
    let mut pieces = 0;
    while fill(&mut piece)? {
        pieces += 1;
        // A single piece is not worth starting threads.
        if crew.cores > 1 && pieces > 1 {
            return on_threads(crew, piece, fill, &work, done);
        }
        work(&mut piece);
        done(&mut piece)?;
    }
    Ok(())
}

fn on_threads<P: Default + Send, E: Send>(
    Crew { cores, caller }: Crew,
    mut filled: P,
    fill: impl FnMut(&mut P) -> Result<bool, E> + Send,
    work: &(impl Fn(&mut P) + Sync),
    mut done: impl FnMut(&mut P) -> Result<(), E>,
) -> Result<(), E> {
    let pieces = Pieces {
        filling: Mutex::new(Filling { fill, next: 1, end: None }),
        idle: Mutex::new(Idle {
            // The first piece is filled already.
            pieces: (1..cores * PIECES_A_CORE).map(|_| P::default()).collect(),
            ended: false,
        }),
        freed: Condvar::new(),
    };
    thread::scope(|scope| {
        let _stop = Stop(&pieces);
        let (finished, worked) = mpsc::channel();
        for finished in vec![finished; if caller { cores - 1 } else { cores }] {
            let pieces = &pieces;
            scope.spawn(move || {
                let _fault = Fault(&finished);
                while let Some((number, mut piece)) = pieces.next(Waits::Yes) {
                    work(&mut piece);
                    // The send fails only if the caller has left; then `next` returns `None` too.
                    let _ = finished.send(Some((number, piece)));
                }
            });
        }
        work(&mut filled);
        let (mut waiting, mut turn) = (BTreeMap::from([(0, filled)]), 0);
        loop {
            while let Some(mut piece) = waiting.remove(&turn) {
                done(&mut piece)?;
                pieces.free(piece);
                turn += 1;
            }
            // Results of other threads come first: one may be next in turn. If no piece is idle, they hold the one
            // whose turn it is, or all are done.
            let own = || {
                let (number, mut piece) = if caller { pieces.next(Waits::No) } else { None }?;
                work(&mut piece);
                Some((number, piece))
            };
            match worked.try_recv().ok().or_else(|| own().map(Some)).or_else(|| worked.recv().ok()) {
                Some(Some((number, piece))) => _ = waiting.insert(number, piece),
                // All is done, or a worker panicked and the end of the scope passes that on.
                Some(None) | None => break,
            }
        }
        lock(&pieces.filling).end.take().unwrap_or(Ok(()))
    })
}

struct Pieces<P, F, E> {
    /// Held while a piece is filled, which may take long; the other lock is never held for long.
    filling: Mutex<Filling<F, E>>,
    idle: Mutex<Idle<P>>,
    freed: Condvar,
}

struct Filling<F, E> {
    fill: F,
    next: u64,
    /// `None` while there may be more to fill.
    end: Option<Result<(), E>>,
}

struct Idle<P> {
    /// The piece that is idle longest is used next: all are used early, so memory peaks early and does not rise
    /// later.
    pieces: VecDeque<P>,
    ended: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Waits {
    Yes,
    No,
}

impl<P, F: FnMut(&mut P) -> Result<bool, E>, E> Pieces<P, F, E> {
    /// The next piece and its position in the order; `None` at the end.
    fn next(&self, waits: Waits) -> Option<(u64, P)> {
        let mut piece = self.idle(waits)?;
        let mut filling = lock(&self.filling);
        if filling.end.is_none() {
            match (filling.fill)(&mut piece) {
                Ok(true) => {
                    filling.next += 1;
                    return Some((filling.next - 1, piece));
                }
                Ok(false) => filling.end = Some(Ok(())),
                Err(error) => filling.end = Some(Err(error)),
            }
        }
        self.stop();
        None
    }
}

impl<P, F, E> Pieces<P, F, E> {
    fn idle(&self, waits: Waits) -> Option<P> {
        let mut idle = lock(&self.idle);
        while waits == Waits::Yes && idle.pieces.is_empty() && !idle.ended {
            idle = self.freed.wait(idle).unwrap_or_else(PoisonError::into_inner);
        }
        if idle.ended { None } else { idle.pieces.pop_front() }
    }

    fn free(&self, piece: P) {
        lock(&self.idle).pieces.push_back(piece);
        self.freed.notify_one();
    }

    fn stop(&self) {
        lock(&self.idle).ended = true;
        self.freed.notify_all();
    }
}

/// Ignores poisoning: the thread that panicked passes the panic on.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Releases waiting workers, however the calling thread leaves.
struct Stop<'a, P, F, E>(&'a Pieces<P, F, E>);

impl<P, F, E> Drop for Stop<'_, P, F, E> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// Wakes the calling thread if a worker panics.
struct Fault<'a, T>(&'a Sender<Option<T>>);

impl<T> Drop for Fault<'_, T> {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = self.0.send(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn crew(cores: usize) -> Crew {
        Crew { cores, caller: true }
    }

    fn squares(cores: usize, count: u64) -> Vec<u64> {
        let (mut next, mut squares) = (0, Vec::new());
        let fill = |piece: &mut u64| {
            (*piece, next) = (next, next + 1);
            Ok::<_, ()>(*piece < count)
        };
        let done = |piece: &mut u64| {
            squares.push(*piece);
            Ok(())
        };
        in_order(crew(cores), fill, |piece| *piece *= *piece, done).unwrap();
        squares
    }

    #[test]
    fn pieces_come_back_in_order_on_any_number_of_cores() {
        for cores in [1, 2, 3, 8] {
            for count in [0, 1, 2, 3, 4, 5, 17, 1000] {
                assert_eq!(
                    squares(cores, count),
                    (0..count).map(|n| n * n).collect::<Vec<_>>(),
                    "{cores} {count}"
                );
            }
        }
    }

    #[test]
    fn what_is_worked_is_done_with_while_the_next_piece_is_waited_for() {
        for cores in [1, 2, 3] {
            let ((told, heard), mut left) = (mpsc::channel(), 20);
            told.send(()).unwrap();
            let fill = move |_: &mut u32| {
                left -= 1;
                // The next piece arrives only after the last one is done.
                heard.recv().unwrap();
                Ok::<_, ()>(left > 0)
            };
            let done = |_: &mut u32| {
                told.send(()).unwrap();
                Ok(())
            };
            in_order(Crew { cores, caller: false }, fill, |_| (), done).unwrap();
        }
    }

    #[test]
    fn no_more_pieces_are_made_than_cores_can_use() {
        struct Made;
        thread_local! {
            static COUNT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
        }
        impl Default for Made {
            fn default() -> Self {
                COUNT.set(COUNT.get() + 1);
                Self
            }
        }
        let mut left = 10_000;
        let fill = |_: &mut Made| {
            left -= 1;
            Ok::<_, ()>(left > 0)
        };
        in_order(crew(3), fill, |_| (), |_| Ok(())).unwrap();
        assert_eq!(COUNT.get(), 3 * PIECES_A_CORE);
    }

    /// Returns the result and the number of finished pieces; `done` fails on call number `failing`.
    fn counted(
        cores: usize,
        failing: usize,
        fill: impl FnMut(&mut ()) -> Result<bool, &'static str> + Send,
    ) -> (Result<(), &'static str>, usize) {
        let mut done = 0;
        let tell = |(): &mut ()| {
            done += 1;
            if done == failing { Err("full") } else { Ok(()) }
        };
        (in_order(crew(cores), fill, |()| (), tell), done)
    }

    #[test]
    fn an_error_ends_it_without_waiting_for_what_is_left() {
        for cores in [1, 4] {
            let filled = AtomicUsize::new(0);
            let fill = |(): &mut ()| {
                filled.fetch_add(1, Ordering::Relaxed);
                Ok(true)
            };
            assert_eq!(counted(cores, 3, fill), (Err("full"), 3));
            assert!(filled.into_inner() <= 4 + cores * PIECES_A_CORE);
        }
    }

    #[test]
    fn a_fault_on_any_thread_is_passed_on_and_leaves_nobody_waiting() {
        for (cores, faulty) in [(1, 7), (2, 0), (2, 7), (2, 8), (3, 1), (3, 7), (3, 50)] {
            let mut next = 0;
            let fill = |piece: &mut u32| {
                (*piece, next) = (next, next + 1);
                Ok::<_, ()>(next < 100)
            };
            let work = |piece: &mut u32| assert_ne!(*piece, faulty, "planted");
            let fault = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                let _ = in_order(crew(cores), fill, work, |_| Ok(()));
            }));
            assert!(fault.is_err(), "{cores} {faulty}");
        }
    }

    #[test]
    fn what_was_filled_before_an_error_is_done_with() {
        for cores in [1, 2, 5] {
            let mut next = 0;
            let fill = |(): &mut ()| {
                next += 1;
                if next > 40 { Err("torn") } else { Ok(true) }
            };
            assert_eq!(counted(cores, usize::MAX, fill), (Err("torn"), 40));
        }
    }
}
