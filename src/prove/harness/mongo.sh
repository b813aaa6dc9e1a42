# Runs a script with both emulators of MongoDB; they must say the same.
# Arguments: the script, the folder of the emulators' programs, the folder of
# Python's packages.
run='import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); sys.argv.pop(0); runpy.run_path(sys.argv[0], run_name="__main__")'
node --max-old-space-size=256 "$2"/mongo.cjs "$1" >mingo.out 2>mingo.err
mingo=$?
/usr/bin/python3 -I -c "$run" "$3" "$2"/mongo.py "$1" >mongomock.out 2>mongomock.err
mongomock=$?
cat mingo.err mongomock.err >&2
if [ $mingo != $mongomock ] || ! cmp -s mingo.out mongomock.out; then
    echo "the emulators disagree; mingo ($mingo):" >&2
    cat mingo.out >&2
    echo "mongomock ($mongomock):" >&2
    cat mongomock.out >&2
    exit 70
fi
cat mingo.out
exit $mingo
