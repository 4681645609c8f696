//! What moves outside reopens exactly what rests on it.
