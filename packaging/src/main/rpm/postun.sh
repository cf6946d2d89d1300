# not at an upgrade
[ "$1" -eq 0 ] || exit 0
@stop-listeners@
end_listeners
rm -rf /var/cache/superlance
