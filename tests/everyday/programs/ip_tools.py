import ipaddress
net = ipaddress.ip_network("192.168.10.0/28")
print(net.num_addresses, net.broadcast_address, list(net.hosts())[:3], ipaddress.ip_address("192.168.10.5") in net)
for n in ipaddress.ip_network("10.0.0.0/22").subnets(new_prefix=24):
    print(n, n.is_private)
print(ipaddress.IPv6Address("::1").exploded, ipaddress.ip_interface("10.1.2.3/8").network)
for bad in ("300.1.1.1", "10.0.0.1/24"):
    try:
        ipaddress.ip_network(bad)
    except ValueError as e:
        print("bad:", e)
print(list(ipaddress.collapse_addresses([ipaddress.ip_network("10.0.0.0/25"), ipaddress.ip_network("10.0.0.128/25")])))
