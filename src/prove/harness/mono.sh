# Compiles case.cs and runs it.
mcs -nologo -warn:0 -out:case.exe case.cs >compiler 2>&1 || { cat compiler >&2; exit 1; }
exec mono case.exe
