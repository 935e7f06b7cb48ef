"""Who is central: the classic indices, and what each counts."""
