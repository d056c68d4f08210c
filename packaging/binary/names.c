// A static program must not load the C library's plug-ins for names (libnss_*): they belong to the host's C library, which is
// another one. What is built in suffices: /etc/hosts and DNS, /etc/passwd. So /etc/nsswitch.conf is not heeded.
#include <nss.h>

__attribute__((constructor)) static void look_names_up_without_plugins(void) {
    __nss_configure_lookup("hosts", "files dns");
    __nss_configure_lookup("passwd", "files");
    __nss_configure_lookup("group", "files");
    __nss_configure_lookup("services", "files");
}
