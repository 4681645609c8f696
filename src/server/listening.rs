//! The sockets that wait for clients: on loopback, and nowhere else, whatever is asked.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

/// Listening sockets, one for each family of addresses that this system has, on one port.
#[derive(Debug, Default)]
pub struct Listening {
    sockets: Vec<TcpListener>,
    port: u16,
}

/// How often another port is tried, where one that the system chose is free in one family only.
const TRIES: usize = 16;

impl Listening {
    /// Listens on a port of both loopback addresses; on port 0 the system chooses one.
    ///
    /// # Errors
    /// What the system said, where neither address can be had, or one of them is taken.
    pub fn on(port: u16) -> io::Result<Self> {
        let mut tried = Self::try_on(port);
        for _ in 1..TRIES {
            match &tried {
                Err(error) if port == 0 && error.kind() == io::ErrorKind::AddrInUse => {
                    tried = Self::try_on(port);
                }
                Ok(_) | Err(_) => break,
            }
        }
        tried
    }

    fn try_on(port: u16) -> io::Result<Self> {
        let first = where_there_is((Ipv4Addr::LOCALHOST, port).into())?;
        let port = first.as_ref().map_or(Ok(port), |socket| socket.local_addr().map(|at| at.port()))?;
        let second = where_there_is((Ipv6Addr::LOCALHOST, port).into())?;
        let port = second.as_ref().map_or(Ok(port), |socket| socket.local_addr().map(|at| at.port()))?;
        let sockets: Vec<TcpListener> = first.into_iter().chain(second).collect();
        if sockets.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::AddrNotAvailable,
                "this system has no loopback address",
            ));
        }
        Ok(Self { sockets, port })
    }

    /// The port, the same in every family.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where clients find it, `127.0.0.1` first, and the sockets themselves.
    pub(super) fn into_parts(self) -> io::Result<(Vec<SocketAddr>, Vec<TcpListener>)> {
        let addresses: io::Result<_> = self.sockets.iter().map(TcpListener::local_addr).collect();
        Ok((addresses?, self.sockets))
    }
}

/// A listening socket, or none where the system lacks this family of addresses.
fn where_there_is(address: SocketAddr) -> io::Result<Option<TcpListener>> {
    match TcpListener::bind(address) {
        Ok(socket) => Ok(Some(socket)),
        Err(error) if error.kind() == io::ErrorKind::AddrNotAvailable => Ok(None),
        Err(error) if error.raw_os_error() == Some(NO_SUCH_FAMILY) => Ok(None),
        Err(error) => Err(error),
    }
}

/// `EAFNOSUPPORT`, for which the standard library has no name.
const NO_SUCH_FAMILY: i32 = rustix::io::Errno::AFNOSUPPORT.raw_os_error();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_families_listen_on_one_port_of_loopback() {
        let listening = Listening::on(0).unwrap();
        let port = listening.port();
        for address in listening.into_parts().unwrap().0 {
            assert!(address.ip().is_loopback() && address.port() == port, "{address}");
        }
    }

    #[test]
    fn a_port_that_is_taken_is_told() {
        let taken = Listening::on(0).unwrap();
        assert_eq!(Listening::on(taken.port()).unwrap_err().kind(), io::ErrorKind::AddrInUse);
    }
}
